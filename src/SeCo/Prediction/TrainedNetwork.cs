namespace SeCo.Prediction;

/// <summary>A segmentation network with its weights and the class set it answers in.</summary>
public sealed class TrainedNetwork : IDisposable
{
    internal TrainedNetwork(string name, ISegmentationNetwork network, ClassSet classes, Device device, string fingerprint) =>
        (Name, Network, Classes, Device, Fingerprint) = (name, network, classes, device, fingerprint);

    /// <summary>Its name, one of <see cref="SegmentationNetworks"/>; that of the file where another engine runs it.</summary>
    public string Name { get; }

    /// <summary>The network, in evaluation mode.</summary>
    public ISegmentationNetwork Network { get; }

    /// <summary>The network as one of this project, which has feature maps and can be trained.</summary>
    /// <exception cref="InvalidOperationException">Another engine runs it.</exception>
    internal SegmentationNetwork Own => Network as SegmentationNetwork
        ?? throw new InvalidOperationException($"{Name}: another engine runs this network, so it gives no feature maps and cannot be trained.");

    /// <summary>The class set of its outputs, in their order; outputs beyond its classes stand for none.</summary>
    public ClassSet Classes { get; }

    /// <summary>Where the network lies.</summary>
    public Device Device { get; }

    /// <summary>Names everything that changes an answer.</summary>
    internal string Fingerprint { get; }

    /// <summary>Names a network with its weights.</summary>
    internal static string FingerprintOf(SegmentationNetworkEntry entry, string weights, CheckpointRole role)
    {
        Fingerprint named = new Fingerprint().Add(entry.Name).Add(Storage.Fingerprint.OfFile(weights)).Add(role.ToString());
        return (entry.Described is { } described ? named.Add(described.ToConfigText()).Add(described.ToPreprocessorText()) : named).ToString();
    }

    /// <summary>Loads a network.</summary>
    /// <param name="name">Its name, one of <see cref="SegmentationNetworks"/>.</param>
    /// <param name="weights">The checkpoint: safetensors, or PyTorch's <c>.pth</c>.</param>
    /// <param name="classes">The class set that the weights were trained for, a name or a file; null for that of the published weights.</param>
    /// <param name="role">Which network is meant where the file holds a student and a teacher.</param>
    /// <param name="device">Where it lies.</param>
    /// <exception cref="ArgumentException">There is no network of the name (the message suggests one), or no class set.</exception>
    /// <exception cref="CheckpointException">The file cannot be read, or does not fit the network and the class set.</exception>
    public static TrainedNetwork Load(
        string name, string weights, string? classes = null, CheckpointRole role = CheckpointRole.Student, Device device = default)
    {
        SegmentationNetworkEntry entry = Entry(name);
        ClassSet set = ClassSet.Resolve(classes ?? entry.ClassSet);
        // Published weights may have outputs for no class; those that were trained further may have lost them.
        int[] outputs = set.Name == entry.ClassSet ? [.. new[] { entry.Outputs, set.Count }.Distinct()] : [set.Count];
        return Place(entry, weights, set, outputs, role, device);
    }

    /// <summary>Loads a network whose classes and outputs are known.</summary>
    internal static TrainedNetwork Load(SegmentationNetworkEntry entry, string weights, ClassSet classes, int outputs, Device device) =>
        Place(entry, weights, classes, [outputs], CheckpointRole.Student, device);

    private static TrainedNetwork Place(SegmentationNetworkEntry entry, string weights, ClassSet set, int[] outputs, CheckpointRole role, Device device)
    {
        SegmentationNetwork network = Load(entry, weights, set, outputs, role);
        try
        {
            network.To(device);
            return new TrainedNetwork(entry.Name, network, set, device, FingerprintOf(entry, weights, role));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>The entry of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests one.</exception>
    public static SegmentationNetworkEntry Entry(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return SegmentationNetworks.All.FirstOrDefault(e => e.Name == name)
            ?? throw new ArgumentException(
                $"There is no segmentation network '{name}'. {Suggestion.WithAll(name, SegmentationNetworks.All.Select(e => e.Name))}", nameof(name));
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static SegmentationNetwork Load(SegmentationNetworkEntry entry, string weights, ClassSet set, int[] counts, CheckpointRole role)
    {
        CheckpointException? first = null;
        foreach (int outputs in counts)
        {
            try
            {
                return entry.Load(weights, outputs, role);
            }
            catch (CheckpointException fault) when (fault.Missing.Count + fault.Unexpected.Count + fault.Misshaped.Count > 0)
            {
                first ??= fault;
            }
        }

        throw new CheckpointException(
            $"{first!.Message}{Environment.NewLine}Expected was {entry.Name} with {string.Join(" or ", counts)} outputs, as class set '{set.Name}' needs. "
            + (entry.Described is null
                ? "Weights for other classes need their class set (--model-classes); weights of another network its name (--model)."
                : "What describes the network does not fit its weights: take both from the same folder, and name each output in id2label."));
    }
}
