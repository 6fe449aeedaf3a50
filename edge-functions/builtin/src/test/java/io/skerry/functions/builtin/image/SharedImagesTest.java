package io.skerry.functions.builtin.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resizes published photographs; they are not part of the repository. */
@EnabledIfSystemProperty(named = "skerry.sharedData", matches = ".+", disabledReason = "skerry.sharedData is not set")
class SharedImagesTest {

    private final Path folder = Path.of(System.getProperty("skerry.sharedData", ""), "images");

    @ParameterizedTest
    @CsvSource({
        "2569067123_aca715a2ee_o.jpg, 735x600",
        "Portrait_3.jpg, 450x600",
        "Landscape_2.jpg, 600x450",
        "Landscape_5.jpg, 600x450",
        "Channel_digital_image_CMYK_color.jpg, 500x333",
        "4.webp, 796x600",
        "alpha-premultiply-1024x768-paper.png, 800x600",
    })
    void photographs_come_back_in_the_right_size_in_every_format(String name, String size) throws Exception {
        byte[] source = Files.readAllBytes(folder.resolve(name));
        ImageResizer resizer = new ImageResizer(new PixelBudget(new SomeMemory(256 << 20)));
        ImageHeader header = ((ImageHeader.Known) ImageHeader.read(source)).header();

        for (ImageFormat format : ImageFormat.values()) {
            var order = new ImageResizer.Order(BoundingBox.parse("800x600"), format, format, 80);
            ImageResizer.Result result = resizer.resize(source, header, order, Duration.ofSeconds(20));
            assertThat(result).isInstanceOf(ImageResizer.Resized.class);
            byte[] made = ((ImageResizer.Resized) result).image().bytes();
            BufferedImage image = Drawn.decoded(made);
            assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo(size);
            String keep = System.getProperty("skerry.keepImages", "");
            if (!keep.isEmpty()) {
                Files.write(Path.of(keep, name + "." + format.token()), made);
            }
        }
    }

    @Test
    void bomb_is_known_by_its_header() throws Exception {
        byte[] source = Files.readAllBytes(folder.resolve("giant-image.jpg"));

        assertThat(((ImageHeader.Known) ImageHeader.read(source)).header().size())
                .isEqualTo(new PixelSize(20000, 14000));
    }
}
