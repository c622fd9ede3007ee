namespace SeCo.Labels;

/// <summary>Reads the YAML of a class set, naming the line of every fault.</summary>
internal sealed class ClassSetFile
{
    private readonly string _file;
    private readonly List<string> _faults = [];

    private ClassSetFile(string file) => _file = file;

    /// <summary>Reads a set.</summary>
    /// <exception cref="DatasetException">Malformed; all faults together.</exception>
    public static ClassSet Parse(string yaml, string file)
    {
        ClassSetFile reader = new(file);
        ClassSet? set = null;
        ConfigurationException? cause = null;
        try
        {
            set = reader.Read(yaml);
        }
        catch (ConfigurationException broken)
        {
            cause = broken;
            reader._faults.AddRange(
                broken.Faults.Select(fault => fault.StartsWith("line ", StringComparison.Ordinal) ? $"{file}, {fault}" : $"{file}: {fault}"));
        }

        return reader._faults.Count == 0 && set is not null
            ? set
            : throw new DatasetException($"{file}: not a class set.", reader._faults, cause);
    }

    private ClassSet? Read(string yaml)
    {
        if (YamlReader.Read(yaml, _file) is not MappingNode root)
        {
            Fault(string.Empty, "expected one mapping with the keys name and classes.");
            return null;
        }

        Dictionary<string, ConfigurationNode> keys = Keys(root, ["name", "classes"], ["maps"]);
        string name = keys.TryGetValue("name", out ConfigurationNode? nameNode) ? Text(nameNode, "name") : string.Empty;
        List<SegmentationClass> classes = keys.TryGetValue("classes", out ConfigurationNode? list) ? Classes(list) : [];
        Dictionary<string, LabelIdMap> maps = keys.TryGetValue("maps", out ConfigurationNode? mapsNode) ? Maps(mapsNode, classes) : [];
        return _faults.Count > 0 ? null : new ClassSet(name, classes) { Maps = maps };
    }

    private List<SegmentationClass> Classes(ConfigurationNode node)
    {
        List<SegmentationClass> classes = [];
        if (node is not ListNode { Items.Count: >= 1 and <= 255 } list)
        {
            Fault(node.Location, "classes: expected a list of 1 to 255 classes.");
            return classes;
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ConfigurationNode item in list.Items)
        {
            if (item is not MappingNode entry)
            {
                Fault(item.Location, "expected a class as {name, color, kind}.");
                continue;
            }

            Dictionary<string, ConfigurationNode> keys = Keys(entry, ["name", "color", "kind"], []);
            string name = keys.TryGetValue("name", out ConfigurationNode? nameNode) ? Text(nameNode, "name") : string.Empty;
            if (name.Length > 0 && !names.Add(ClassSet.KeyOf(name)))
            {
                Fault(nameNode!.Location, $"the class '{name}' is named twice.");
            }

            (byte, byte, byte) color = keys.TryGetValue("color", out ConfigurationNode? colorNode) ? Color(colorNode) : default;
            ClassKind kind = keys.TryGetValue("kind", out ConfigurationNode? kindNode) ? Kind(kindNode) : default;
            classes.Add(new SegmentationClass(classes.Count, name, color, kind));
        }

        return classes;
    }

    private Dictionary<string, LabelIdMap> Maps(ConfigurationNode node, List<SegmentationClass> classes)
    {
        Dictionary<string, LabelIdMap> maps = new(StringComparer.Ordinal);
        foreach ((string name, ConfigurationNode value) in Mapping(node, "maps").Values)
        {
            Dictionary<byte, byte> table = [];
            MappingNode map = Mapping(value, "a map");
            foreach ((string className, ConfigurationNode ids) in map.Values)
            {
                SegmentationClass? target = classes.FirstOrDefault(c => c.Name == className);
                if (target is null)
                {
                    Fault(
                        map.KeyLocations[className], $"maps: no class is called '{className}'. {Suggestion.WithAll(className, classes.Select(c => c.Name))}");
                    continue;
                }

                foreach (ConfigurationNode id in ids is ListNode several ? several.Items : [ids])
                {
                    if (Byte(id, "a source id", LabelMap.Ignore - 1) is { } source && !table.TryAdd(source, (byte)target.Id))
                    {
                        Fault(id.Location, $"source id {source} is given to two classes.");
                    }
                }
            }

            maps[name] = new LabelIdMap(table.Select(pair => (pair.Key, pair.Value)));
        }

        return maps;
    }

    private (byte R, byte G, byte B) Color(ConfigurationNode node)
    {
        if (node is ListNode { Items.Count: 3 } parts)
        {
            byte?[] rgb = [.. parts.Items.Select(part => Byte(part, "a colour's part", 255))];
            return (rgb[0] ?? 0, rgb[1] ?? 0, rgb[2] ?? 0);
        }

        if (node is ScalarNode { Value: ['#', .. { Length: 6 } hex] }
            && uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
        {
            return ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        }

        Fault(node.Location, $"color: found '{node}', expected [r, g, b] with 0 to 255, or \"#rrggbb\" in quotes.");
        return default;
    }

    private ClassKind Kind(ConfigurationNode node)
    {
        if (node is not ScalarNode { Value: "stuff" or "thing" })
        {
            Fault(node.Location, $"kind: found '{node}', expected stuff or thing.");
        }

        return node is ScalarNode { Value: "thing" } ? ClassKind.Thing : ClassKind.Stuff;
    }

    private byte? Byte(ConfigurationNode node, string what, byte most)
    {
        if (node is ScalarNode { Value: { } text } && byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte value) && value <= most)
        {
            return value;
        }

        Fault(node.Location, $"{what}: found '{node}', expected a whole number from 0 to {most}.");
        return null;
    }

    private string Text(ConfigurationNode node, string key)
    {
        if (node is ScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl))
        {
            return text;
        }

        Fault(node.Location, $"{key}: expected a text in one line.");
        return string.Empty;
    }

    private MappingNode Mapping(ConfigurationNode node, string what)
    {
        if (node is MappingNode mapping)
        {
            return mapping;
        }

        Fault(node.Location, $"{what}: expected a mapping.");
        return MappingNode.Empty(node.Location);
    }

    private Dictionary<string, ConfigurationNode> Keys(MappingNode node, string[] required, string[] optional)
    {
        foreach (string name in node.Values.Keys.Where(name => !required.Contains(name) && !optional.Contains(name)))
        {
            Fault(node.KeyLocations[name], $"unknown key '{name}'. {Suggestion.WithAll(name, required.Concat(optional))}");
        }

        foreach (string missing in required.Where(key => !node.Values.ContainsKey(key)))
        {
            Fault(node.Location, $"the key '{missing}' is missing.");
        }

        return node.Values;
    }

    private void Fault(string location, string what) =>
        _faults.Add(location.StartsWith("line ", StringComparison.Ordinal) ? $"{_file}, {location}: {what}" : $"{_file}: {what}");
}
