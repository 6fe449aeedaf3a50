package io.skerry.cache;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The packages of {@code cache} are layers: imports go downwards only, and layers 0 to 4 are pure. */
@AnalyzeClasses(packages = "io.skerry.cache", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] PURE = {
        "io.skerry.cache.message..",
        "io.skerry.cache.directive..",
        "io.skerry.cache.policy..",
        "io.skerry.cache.key..",
        "io.skerry.cache.status..",
        "io.skerry.cache.entry..",
        "io.skerry.cache.freshness..",
        "io.skerry.cache.reuse..",
        "io.skerry.cache.validation..",
        "io.skerry.cache.storing..",
        "io.skerry.cache.invalidation..",
        "io.skerry.cache.parts.."
    };

    @ArchTest
    static final ArchRule layers_import_downwards_only = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("0 vocabulary")
            .definedBy("io.skerry.cache.message..")
            .layer("1 words")
            .definedBy(
                    "io.skerry.cache.directive..",
                    "io.skerry.cache.policy..",
                    "io.skerry.cache.key..",
                    "io.skerry.cache.status..")
            .layer("2 entry")
            .definedBy("io.skerry.cache.entry..")
            .layer("3 freshness")
            .definedBy("io.skerry.cache.freshness..")
            .layer("4 decisions")
            .definedBy(
                    "io.skerry.cache.reuse..",
                    "io.skerry.cache.validation..",
                    "io.skerry.cache.storing..",
                    "io.skerry.cache.invalidation..",
                    "io.skerry.cache.parts..")
            .layer("5 purge log")
            .definedBy("io.skerry.cache.purge..")
            .layer("5 ledger of memory")
            .definedBy("io.skerry.cache.memory..")
            .layer("5 store and collapse")
            .definedBy("io.skerry.cache.store", "io.skerry.cache.collapse..")
            .layer("6 tiers")
            .definedBy("io.skerry.cache.store.*..")
            .whereLayer("6 tiers")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("5 store and collapse")
            .mayOnlyBeAccessedByLayers("6 tiers")
            .whereLayer("5 ledger of memory")
            .mayOnlyBeAccessedByLayers("5 store and collapse", "6 tiers")
            .whereLayer("5 purge log")
            .mayOnlyBeAccessedByLayers("5 store and collapse", "6 tiers")
            .whereLayer("4 decisions")
            .mayOnlyBeAccessedByLayers("5 purge log", "5 store and collapse", "6 tiers")
            .whereLayer("3 freshness")
            .mayOnlyBeAccessedByLayers("4 decisions", "5 purge log", "5 store and collapse", "6 tiers")
            .whereLayer("2 entry")
            .mayOnlyBeAccessedByLayers("3 freshness", "4 decisions", "5 purge log", "5 store and collapse", "6 tiers");

    @ArchTest
    static final ArchRule the_decisions_of_layer_4_know_nothing_of_each_other = slices().matching(
                    "io.skerry.cache.(reuse|validation|storing|invalidation|parts)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.skerry.cache.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule pure_layers_do_no_io_no_logging_and_know_no_threads = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.io..",
                    "java.nio..",
                    "java.net..",
                    "java.util.concurrent..",
                    "java.util.regex..",
                    "org.slf4j..",
                    "net.openhft..",
                    "com.github.benmanes..",
                    "io.netty..",
                    "io.vertx.."));

    @ArchTest
    static final ArchRule pure_layers_read_no_clock = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.InstantSource")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule vertx_stays_out_of_the_module =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.vertx..");

    @ArchTest
    static final ArchRule deciders_hold_no_state =
            classes().that().haveSimpleNameEndingWith("Decider").should().haveOnlyPrivateConstructors();
}
