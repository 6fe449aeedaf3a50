package io.skerry.cache.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Spec("9110 12.4.2")
class QualityValueTest {

    @ParameterizedTest
    @CsvSource({"q=1,1000", "q=1.000,1000", "q=0.5,500", "Q=0.25,250", "q=0.001,1", "q=0,0", "q=0.,0", "q=9,1000"})
    void weight_is_told_in_thousandths_and_is_never_above_one(String parameter, int thousandths) {
        assertThat(QualityValue.thousandths(parameter)).isEqualTo(thousandths);
    }

    @ParameterizedTest
    @CsvSource({"q=x", "q=0x5", "q=0.5x", "q=-1", "q=01"})
    void malformed_weight_is_the_full_one(String parameter) {
        assertThat(QualityValue.thousandths(parameter)).isEqualTo(QualityValue.FULL);
    }

    @Test
    void other_parameters_are_no_weights() {
        assertThat(QualityValue.isWeight("q=0.1")).isTrue();
        assertThat(QualityValue.isWeight("Q=1")).isTrue();
        assertThat(QualityValue.isWeight("q=")).isFalse();
        assertThat(QualityValue.isWeight("level=1")).isFalse();
        assertThat(QualityValue.isWeight("qq=1")).isFalse();
    }
}
