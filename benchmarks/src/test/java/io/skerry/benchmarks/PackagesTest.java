package io.skerry.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** What holds for the packages of every module. Here, because this module sees them all. */
@AnalyzeClasses(packages = "io.skerry", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {

    // What JMH makes of the suites has packages without one.
    @ArchTest
    static final ArchRule every_package_says_what_it_is_and_is_null_marked = classes()
            .that()
            .resideOutsideOfPackage("..jmh_generated..")
            .should(new ArchCondition<JavaClass>("be in a package whose package-info is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage()
                            .tryGetPackageInfo()
                            .filter(info -> info.isAnnotatedWith(NullMarked.class))
                            .isPresent();
                    events.add(new SimpleConditionEvent(type, marked, type.getName()));
                }
            });
}
