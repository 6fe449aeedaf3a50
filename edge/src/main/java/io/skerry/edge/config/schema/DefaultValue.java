package io.skerry.edge.config.schema;

import io.skerry.edge.config.bind.Shape;
import io.skerry.edge.config.yaml.YamlNode;
import io.skerry.edge.config.yaml.YamlReader;
import io.skerry.edge.config.yaml.YamlResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The YAML text of a default as the JSON an editor inserts. */
final class DefaultValue {

    private DefaultValue() {}

    static JsonNode json(String text, Shape shape, JsonMapper mapper) {
        if (shape instanceof Shape.Single single) {
            return single.type().bare() ? mapper.readTree(text) : StringNode.valueOf(text);
        }
        return switch (YamlReader.read("@Default", text)) {
            case YamlResult.Tree tree -> json(tree.document().root(), mapper);
            case YamlResult.Broken broken -> throw new IllegalStateException("not a default: " + broken.problem());
        };
    }

    private static JsonNode json(YamlNode node, JsonMapper mapper) {
        return switch (node) {
            case YamlNode.Scalar scalar -> StringNode.valueOf(scalar.text());
            case YamlNode.Sequence sequence -> {
                ArrayNode items = mapper.createArrayNode();
                sequence.items().forEach(item -> items.add(json(item, mapper)));
                yield items;
            }
            case YamlNode.Mapping mapping -> {
                ObjectNode entries = mapper.createObjectNode();
                mapping.entries().forEach(entry -> entries.set(entry.key().text(), json(entry.value(), mapper)));
                yield entries;
            }
        };
    }
}
