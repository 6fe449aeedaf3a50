package io.skerry.edge.config;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the packages of the routes file may see. */
@AnalyzeClasses(
        packages = {"io.skerry.edge.config", "io.skerry.edge.routing"},
        importOptions = DoNotIncludeTests.class)
class ConfigArchitectureTest {

    @ArchTest
    static final ArchRule routing_sees_the_jdk_alone = classes()
            .that()
            .resideInAPackage("io.skerry.edge.routing")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.util..",
                    "java.net",
                    "java.nio.charset",
                    "org.jspecify..",
                    "io.skerry.edge.routing")
            .because("routing is pure: no I/O, no clock, no framework");

    @ArchTest
    static final ArchRule config_never_sees_vertx_or_netty = noClasses()
            .that()
            .resideInAPackage("io.skerry.edge.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule config_sees_nothing_of_the_edge_but_routing = noClasses()
            .that()
            .resideInAPackage("io.skerry.edge.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.skerry.edge.pipeline..",
                    "io.skerry.edge.generation..",
                    "io.skerry.edge.server..",
                    "io.skerry.edge.admin..",
                    "io.skerry.edge.cli..",
                    "io.skerry.cache..",
                    "io.skerry.origin..");

    @ArchTest
    static final ArchRule yaml_library_stays_in_one_package = noClasses()
            .that()
            .resideOutsideOfPackage("io.skerry.edge.config.yaml")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snakeyaml..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.skerry.edge.(**)").should().beFreeOfCycles();
}
