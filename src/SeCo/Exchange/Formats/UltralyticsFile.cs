namespace SeCo.Exchange;

/// <summary>The YAML beside a dataset of Ultralytics: where its splits lie, and the names of its classes.</summary>
internal static class UltralyticsFile
{
    private const string Usual = "data.yaml", Names = "names";

    /// <summary>Writes the file. Where the folder has neither images nor labels of a split, the one that is written stands for it.</summary>
    public static void Write(TrainingFolder folder, string labels, string more)
    {
        string train = SplitFor("train"), val = SplitFor("val");
        folder.Write(Usual, $"train: {OptionsWriter.Quote($"images/{train}")}\nval: {OptionsWriter.Quote($"images/{val}")}\n{more}names:\n"
            + string.Concat(folder.Classes.Classes.Select(c => $"  {c.Id}: {OptionsWriter.Quote(c.Name)}\n")));

        string SplitFor(string wanted) =>
            new[] { "images", labels }.Any(place => Directory.Exists(folder.PathOf(place, wanted))) ? wanted : folder.Split;
    }

    /// <summary>The file of a folder: <c>data.yaml</c>, else the one YAML that names classes; null where there is none.</summary>
    public static string? Find(string folder) => Directory.EnumerateFiles(folder, "*.yaml").OrderBy(file => Path.GetFileName(file) == Usual ? 0 : 1)
        .ThenBy(file => file, StringComparer.Ordinal)
        .FirstOrDefault(file => File.ReadLines(file).Any(line => line.StartsWith(Names + ":", StringComparison.Ordinal)));

    /// <summary>The names of the classes, a list or numbered from 0.</summary>
    /// <exception cref="DatasetException">There is no file, or no such names.</exception>
    public static IReadOnlyList<string> ReadNames(string folder)
    {
        string file = Find(folder) ?? throw new DatasetException($"{folder}: holds no YAML with names of classes, as {Usual}. Give the folder that has it.");
        try
        {
            ConfigurationNode? names = (YamlReader.ReadFile(file) as MappingNode)?.Values.GetValueOrDefault(Names);
            IEnumerable<ConfigurationNode?> values = names switch
            {
                ListNode list => list.Items,
                MappingNode numbered => Enumerable.Range(0, numbered.Values.Count)
                    .Select(i => numbered.Values.GetValueOrDefault(i.ToString(CultureInfo.InvariantCulture))),
                _ => [null],
            };
            return [.. values.Select(value => (value as ScalarNode)?.Value
                ?? throw new DatasetException($"{file}: names must be a list of texts, or texts that are numbered from 0 without gaps."))];
        }
        catch (ConfigurationException fault)
        {
            throw new DatasetException($"{file}: {string.Join(" ", fault.Faults)}", fault);
        }
    }
}
