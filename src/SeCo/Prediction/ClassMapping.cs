namespace SeCo.Prediction;

/// <summary>Sums the probabilities of a network's classes into those of another class set.</summary>
/// <remarks>A class that means none of the wanted ones, and outputs that stand for no class (background, void), are left out; what remains is scaled to sum
/// to 1.</remarks>
public sealed class ClassMapping
{
    // Far below every probability that softmax gives, so that it only decides where all that remains is 0.
    private const double Tiny = 1e-30;

    private readonly int[] _targets;

    private ClassMapping(ClassSet from, ClassSet to, int outputs, int[] targets)
    {
        (From, To) = (from, to);
        _targets = [.. targets, .. Enumerable.Repeat(-1, outputs - targets.Length)];
    }

    /// <summary>The network's class set.</summary>
    public ClassSet From { get; }

    /// <summary>The wanted class set.</summary>
    public ClassSet To { get; }

    /// <summary>The wanted class of each output of the network; -1 where it has none.</summary>
    public IReadOnlyList<int> Targets => _targets;

    /// <summary>The names of the network's outputs: of its classes, then numbers for those that stand for none.</summary>
    internal IReadOnlyList<string> OutputNames() => [.. _targets.Select((_, i) => i < From.Count ? From.Classes[i].Name : $"output {i}")];

    /// <summary>The mapping that class sets have themselves: the wanted set's map from the network's set (<see cref="ClassSet.Maps"/>), or equal
    /// names.</summary>
    /// <param name="from">The network's class set.</param>
    /// <param name="to">The wanted class set.</param>
    /// <param name="outputs">Outputs of the network, at least as many as classes; those behind the classes stand for none.</param>
    /// <exception cref="ArgumentException">There is no map, and some of the wanted classes have no namesake; the message names them.</exception>
    public static ClassMapping Between(ClassSet from, ClassSet to, int outputs)
    {
        Check(from, to, outputs);
        if (to.Maps.TryGetValue(from.Name, out LabelIdMap? map))
        {
            return new ClassMapping(from, to, outputs, [.. from.Classes.Select(c => map[(byte)c.Id] is var id && id != LabelMap.Ignore ? id : -1)]);
        }

        int[] targets = [.. from.Classes.Select(c => IdOf(to, c.Name))];
        string[] missing = [.. to.Classes.Where(c => !targets.Contains(c.Id)).Select(c => c.Name)];
        return missing.Length == 0
            ? new ClassMapping(from, to, outputs, targets)
            : throw new ArgumentException(
                $"Nothing says which classes of '{from.Name}' mean these of '{to.Name}': {string.Join(", ", missing)}. "
                + $"Give a class map (a YAML file: each class of '{to.Name}' with the list of its classes of '{from.Name}'), or name the class set that the "
                + $"network was trained for.{Environment.NewLine}{Table(from, to)}", nameof(to));
    }

    /// <summary>Both lists side by side, a class a line.</summary>
    private static string Table(ClassSet from, ClassSet to)
    {
        string[][] columns = [.. new[] { from, to }.Select(set => set.Classes.Select(c => $"{c.Id,3} {c.Name}").Prepend(set.Name).ToArray())];
        int width = columns[0].Max(line => line.Length);
        return string.Join(Environment.NewLine, Enumerable.Range(0, columns.Max(c => c.Length)).Select(i =>
            $"  {columns[0].ElementAtOrDefault(i)?.PadRight(width) ?? new string(' ', width)}   {columns[1].ElementAtOrDefault(i)}".TrimEnd()));
    }

    /// <summary>A mapping that was found before.</summary>
    /// <param name="from">The network's class set.</param>
    /// <param name="to">The wanted class set.</param>
    /// <param name="targets">The wanted class of each output, -1 where it has none, as <see cref="Targets"/> gives them.</param>
    /// <exception cref="ArgumentException">Fewer targets than classes, or a target that is no class of the wanted set.</exception>
    public static ClassMapping Of(ClassSet from, ClassSet to, IReadOnlyList<int> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        Check(from, to, targets.Count);
        int wrong = targets.FirstOrDefault(t => t < -1 || t >= to.Count, -1);
        return wrong == -1
            ? new ClassMapping(from, to, targets.Count, [.. targets])
            : throw new ArgumentException($"An output is given the class {wrong}, but '{to.Name}' has 0 to {to.Count - 1}.", nameof(targets));
    }

    /// <summary>A mapping from a YAML file: each wanted class with the names of the network's classes that mean it, an empty list for none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="from">The network's class set.</param>
    /// <param name="to">The wanted class set.</param>
    /// <param name="outputs">As for <see cref="Between"/>.</param>
    /// <exception cref="ConfigurationException">Names that are in neither set, are given twice or missing; all together.</exception>
    public static ClassMapping Read(string path, ClassSet from, ClassSet to, int outputs) => Read(YamlReader.ReadFile(path), path, from, to, outputs);

    /// <summary>The same from a part of a YAML file.</summary>
    /// <inheritdoc cref="Read(string, ClassSet, ClassSet, int)"/>
    internal static ClassMapping Read(ConfigurationNode lines, string path, ClassSet from, ClassSet to, int outputs)
    {
        Check(from, to, outputs);
        if (lines is not MappingNode root)
        {
            throw new ConfigurationException(path, [$"expected each class of '{to.Name}' with a list of classes of '{from.Name}'."]);
        }

        List<string> faults = [];
        int[] targets = [.. Enumerable.Repeat(-1, from.Count)];
        HashSet<int> given = [];
        foreach ((string name, ConfigurationNode node) in root.Values)
        {
            int target = IdOf(to, name);
            if (target < 0)
            {
                faults.Add($"{root.KeyLocations[name]}: '{to.Name}' has no class '{name}'. {Suggestion.For(name, to.Classes.Select(c => c.Name))}");
                continue;
            }

            given.Add(target);
            IEnumerable<ConfigurationNode> items = node is ListNode list ? list.Items : [node];
            foreach (ConfigurationNode item in items)
            {
                int source = item is ScalarNode { Value: { } text } ? IdOf(from, text) : -1;
                if (source < 0)
                {
                    faults.Add($"{item.Location}: '{from.Name}' has no class '{item}'. {Suggestion.For(item.ToString(), from.Classes.Select(c => c.Name))}");
                }
                else if (targets[source] >= 0)
                {
                    faults.Add($"{item.Location}: '{item}' is given to {to.Classes[targets[source]].Name} and to {name}; a class can mean one only.");
                }
                else
                {
                    targets[source] = target;
                }
            }
        }

        faults.AddRange(to.Classes.Where(c => !given.Contains(c.Id)).Select(c =>
            $"the class '{c.Name}' is missing. Where the network has none for it, write {c.Name}: []"));
        return faults.Count == 0 ? new ClassMapping(from, to, outputs, targets) : throw new ConfigurationException(path, faults);
    }

    /// <summary>Sums probabilities of the network's outputs, <c>[N, outputs, H, W]</c>, into those of the wanted classes, <c>[N, K, H, W]</c>; they need not
    /// sum to 1 yet (<see cref="Normalize"/>). The result belongs to the open scope or the caller.</summary>
    internal Tensor Apply(Tensor probabilities)
    {
        if (probabilities.Rank != 4 || probabilities.Shape[1] != _targets.Length)
        {
            throw new ArgumentException($"Expected probabilities [N, {_targets.Length}, H, W], found {probabilities}.", nameof(probabilities));
        }

        if (_targets.Length == To.Count && _targets.SequenceEqual(Enumerable.Range(0, To.Count)))
        {
            return probabilities.Alias();
        }

        using TensorScope scope = TensorScope.Open();
        Tensor sums = Tensor.Zeros(
            [probabilities.Shape[0], To.Count, probabilities.Shape[2], probabilities.Shape[3]], probabilities.DType, probabilities.Device);
        for (int output = 0; output < _targets.Length; output++)
        {
            if (_targets[output] >= 0)
            {
                using Tensor sum = sums.Select(1, _targets[output]);
                using Tensor part = probabilities.Select(1, output);
                sum.AddInPlace(part);
            }
        }

        return scope.Keep(sums);
    }

    /// <summary>Scales the probabilities of each pixel, <c>[N, K, H, W]</c>, to sum to 1; where all are 0, every class gets 1/K. The result belongs to the
    /// open scope or the caller.</summary>
    internal static Tensor Normalize(Tensor probabilities)
    {
        long classes = probabilities.Shape[1];
        return TensorScope.Run(() => (probabilities + (Tiny / classes)) / (probabilities.Sum([1], keepDimensions: true) + Tiny));
    }

    private static void Check(ClassSet from, ClassSet to, int outputs)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, from.Count);
    }

    private static int IdOf(ClassSet set, string name) => set.Find(name)?.Id ?? -1;
}
