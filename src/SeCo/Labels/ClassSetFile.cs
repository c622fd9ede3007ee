using System.Globalization;
using SeCo.Datasets;
using SeCo.Imaging;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SeCo.Labels;

/// <summary>Reads the YAML of a class set, naming the line of every fault.</summary>
internal sealed class ClassSetFile
{
    private readonly string _file;
    private readonly List<string> _faults = [];

    private ClassSetFile(string file) => _file = file;

    /// <summary>Reads a set.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="DatasetException">Malformed; all faults together.</exception>
    public static ClassSet Parse(string yaml, string file)
    {
        ClassSetFile reader = new(file);
        ClassSet? set = null;
        try
        {
            set = reader.Read(yaml);
        }
        catch (YamlException broken)
        {
            reader.Fault(broken.Start, $"not valid YAML: {broken.Message}");
        }

        return reader._faults.Count == 0 && set is not null
            ? set
            : throw new DatasetException($"{file}: not a class set.", reader._faults);
    }

    private ClassSet? Read(string yaml)
    {
        YamlStream stream = [];
        using (StringReader text = new(yaml))
        {
            stream.Load(text);
        }

        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            Fault(Mark.Empty, "expected one mapping with the keys name and classes.");
            return null;
        }

        Dictionary<string, YamlNode> keys = Keys(root, ["name", "classes"], ["maps"]);
        string name = keys.TryGetValue("name", out YamlNode? nameNode) ? Text(nameNode, "name") : string.Empty;
        List<SegmentationClass> classes = keys.TryGetValue("classes", out YamlNode? list) ? Classes(list) : [];
        Dictionary<string, LabelIdMap> maps = keys.TryGetValue("maps", out YamlNode? mapsNode) ? Maps(mapsNode, classes) : [];
        return _faults.Count > 0 ? null : new ClassSet(name, classes) { Maps = maps };
    }

    private List<SegmentationClass> Classes(YamlNode node)
    {
        List<SegmentationClass> classes = [];
        if (node is not YamlSequenceNode { Children.Count: >= 1 and <= 255 } list)
        {
            Fault(node.Start, "classes: expected a list of 1 to 255 classes.");
            return classes;
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (YamlNode item in list)
        {
            if (item is not YamlMappingNode entry)
            {
                Fault(item.Start, "expected a class as {name, color, kind}.");
                continue;
            }

            Dictionary<string, YamlNode> keys = Keys(entry, ["name", "color", "kind"], []);
            string name = keys.TryGetValue("name", out YamlNode? nameNode) ? Text(nameNode, "name") : string.Empty;
            if (name.Length > 0 && !names.Add(name))
            {
                Fault(nameNode!.Start, $"the class '{name}' is named twice.");
            }

            (byte, byte, byte) color = keys.TryGetValue("color", out YamlNode? colorNode) ? Color(colorNode) : default;
            ClassKind kind = keys.TryGetValue("kind", out YamlNode? kindNode) ? Kind(kindNode) : default;
            classes.Add(new SegmentationClass(classes.Count, name, color, kind));
        }

        return classes;
    }

    private Dictionary<string, LabelIdMap> Maps(YamlNode node, List<SegmentationClass> classes)
    {
        Dictionary<string, LabelIdMap> maps = new(StringComparer.Ordinal);
        foreach ((YamlNode key, YamlNode value) in Mapping(node, "maps"))
        {
            Dictionary<byte, byte> table = [];
            foreach ((YamlNode className, YamlNode ids) in Mapping(value, "a map"))
            {
                SegmentationClass? target = classes.FirstOrDefault(c => c.Name == className.ToString());
                if (target is null)
                {
                    Fault(className.Start, $"maps: no class is called '{className}'. {NearestName.Advice(className.ToString(), classes.Select(c => c.Name))}");
                    continue;
                }

                foreach (YamlNode id in ids is YamlSequenceNode several ? several.Children : [ids])
                {
                    if (Byte(id, "a source id", LabelMap.Ignore - 1) is { } source && !table.TryAdd(source, (byte)target.Id))
                    {
                        Fault(id.Start, $"source id {source} is given to two classes.");
                    }
                }
            }

            maps[Text(key, "a map's name")] = new LabelIdMap(table.Select(pair => (pair.Key, pair.Value)));
        }

        return maps;
    }

    private (byte R, byte G, byte B) Color(YamlNode node)
    {
        if (node is YamlSequenceNode { Children.Count: 3 } parts)
        {
            byte?[] rgb = [.. parts.Select(part => Byte(part, "a colour's part", 255))];
            return (rgb[0] ?? 0, rgb[1] ?? 0, rgb[2] ?? 0);
        }

        if (node is YamlScalarNode { Value: ['#', .. { Length: 6 } hex] }
            && uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
        {
            return ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        }

        Fault(node.Start, $"color: found '{node}', expected [r, g, b] with 0 to 255, or \"#rrggbb\" in quotes.");
        return default;
    }

    private ClassKind Kind(YamlNode node)
    {
        switch ((node as YamlScalarNode)?.Value)
        {
            case "stuff":
                return ClassKind.Stuff;
            case "thing":
                return ClassKind.Thing;
            default:
                Fault(node.Start, $"kind: found '{node}', expected stuff or thing.");
                return default;
        }
    }

    private byte? Byte(YamlNode node, string what, byte most)
    {
        if (node is YamlScalarNode { Value: { } text } && byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte value) && value <= most)
        {
            return value;
        }

        Fault(node.Start, $"{what}: found '{node}', expected a whole number from 0 to {most}.");
        return null;
    }

    private string Text(YamlNode node, string key)
    {
        if (node is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        Fault(node.Start, $"{key}: expected a text.");
        return string.Empty;
    }

    private IEnumerable<KeyValuePair<YamlNode, YamlNode>> Mapping(YamlNode node, string what)
    {
        if (node is YamlMappingNode mapping)
        {
            return mapping.Children;
        }

        Fault(node.Start, $"{what}: expected a mapping.");
        return [];
    }

    private Dictionary<string, YamlNode> Keys(YamlMappingNode node, string[] required, string[] optional)
    {
        Dictionary<string, YamlNode> found = new(StringComparer.Ordinal);
        foreach ((YamlNode key, YamlNode value) in node.Children)
        {
            string name = key.ToString();
            if (!required.Contains(name) && !optional.Contains(name))
            {
                Fault(key.Start, $"unknown key '{name}'. {NearestName.Advice(name, required.Concat(optional))}");
            }

            found[name] = value;
        }

        foreach (string missing in required.Where(key => !found.ContainsKey(key)))
        {
            Fault(node.Start, $"the key '{missing}' is missing.");
        }

        return found;
    }

    private void Fault(Mark where, string what) => _faults.Add(where.Line > 0 ? $"{_file}, line {where.Line}: {what}" : $"{_file}: {what}");
}
