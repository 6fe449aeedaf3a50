package io.skerry.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions of imports between modules and between the packages of the edge. */
@AnalyzeClasses(packages = "io.skerry", importOptions = ImportOption.DoNotIncludeTests.class)
class EdgeArchitectureTest {

    @ArchTest
    static final ArchRule cache_depends_on_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("io.skerry.cache..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.skerry.origin..", "io.skerry.purgeapi..", "io.skerry.functions..", "io.skerry.edge..");

    @ArchTest
    static final ArchRule cache_knows_no_vertx = noClasses()
            .that()
            .resideInAPackage("io.skerry.cache..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule origin_client_sees_the_cache_alone = noClasses()
            .that()
            .resideInAPackage("io.skerry.origin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.skerry.purgeapi..", "io.skerry.functions..", "io.skerry.edge..");

    @ArchTest
    static final ArchRule purge_api_sees_the_cache_alone = noClasses()
            .that()
            .resideInAPackage("io.skerry.purgeapi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.skerry.origin..", "io.skerry.functions..", "io.skerry.edge..");

    @ArchTest
    static final ArchRule functions_see_neither_edge_nor_origins = noClasses()
            .that()
            .resideInAPackage("io.skerry.functions..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.skerry.origin..", "io.skerry.purgeapi..", "io.skerry.edge..", "io.vertx..");

    @ArchTest
    static final ArchRule functions_of_authors_know_only_the_api = noClasses()
            .that()
            .resideInAPackage("io.skerry.functions.builtin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.skerry.functions.runtime..", "io.skerry.cache..");

    @ArchTest
    static final ArchRule the_line_knows_neither_the_file_nor_the_operators_side = noClasses()
            .that()
            .resideInAnyPackage("io.skerry.edge.pipeline..", "io.skerry.edge.explain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.skerry.edge.config..",
                    "io.skerry.edge.admin..",
                    "io.skerry.edge.metrics..",
                    "io.skerry.edge.accesslog..",
                    "io.skerry.edge.cli..",
                    "io.skerry.edge.demo..");

    @ArchTest
    static final ArchRule nothing_of_the_product_knows_the_demo = noClasses()
            .that()
            .resideOutsideOfPackages("io.skerry.edge.demo..", "io.skerry.edge.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.skerry.edge.demo..");

    // The admin listener reads the decoder results that Vert.x hands out in its public interface.
    @ArchTest
    static final ArchRule what_lies_beneath_vertx_is_touched_at_the_front_door_alone = noClasses()
            .that()
            .resideInAPackage("io.skerry.edge..")
            .and()
            .resideOutsideOfPackages("io.skerry.edge.server..", "io.skerry.edge.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "io.vertx.core.internal..", "io.vertx.core.impl..");

    @ArchTest
    static final ArchRule packages_of_the_edge_have_no_cycles =
            slices().matching("io.skerry.edge.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nor_have_packages_within_them =
            slices().matching("io.skerry.edge.(**)").should().beFreeOfCycles();
}
