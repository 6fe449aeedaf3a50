package io.skerry.edge.config.schema;

import io.skerry.edge.config.bind.ShapeReader;
import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import io.skerry.edge.config.model.RoutesFile;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes the JSON Schema that editors complete and check routes files with. */
public final class SchemaWriter {

    private static final JsonMapper MAPPER = new JsonMapper();

    private SchemaWriter() {}

    /** The schema as indented JSON, ending with a line end; with the settings of these functions. */
    public static String write(FunctionSettingsCatalogue functions) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Skerry routes file");
        ShapeReader shapes = new ShapeReader(functions, Path.of(""));
        new ShapeSchema(MAPPER).describe(shapes.fields(RoutesFile.class), root);
        ShapeSchema.define(root.putObject("$defs"));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }
}
