package io.skerry.functions.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = EdgeFunction.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ApiArchitectureTest {

    /** A plugin must not break when the edge upgrades a library. */
    @ArchTest
    static final ArchRule api_imports_the_jdk_alone = classes()
            .that()
            .resideInAPackage("io.skerry.functions.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify.annotations..", "io.skerry.functions.api..");
}
