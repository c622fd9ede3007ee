using SeCo.Models.SegFormer;

namespace SeCo.Models;

/// <summary>A segmentation network: how to build it, and what its published weights, where there are any, were trained for.</summary>
public sealed record SegmentationNetworkEntry
{
    private readonly Func<int, RandomSource?, RandomSource?, SegmentationNetwork> _factory;

    /// <summary>Describes a network, which the factory builds of the number of classes, what draws its first weights, and what draws drop-out.</summary>
    internal SegmentationNetworkEntry(string name, int outputs, Func<int, RandomSource?, RandomSource?, SegmentationNetwork> factory) =>
        (Name, Outputs, _factory) = (name, outputs, factory);

    /// <summary>Name, as <c>segformer-b5</c>.</summary>
    public string Name { get; }

    /// <summary>Number of outputs of the published weights. Those beyond the classes of <see cref="ClassSet"/> stand for no class:
    /// background, or void.</summary>
    public int Outputs { get; }

    /// <summary>Name of the class set that the published weights answer in, in its order.</summary>
    public string ClassSet { get; init; } = "cityscapes19";

    /// <summary>How images are made the network's input, and how large ones are seen.</summary>
    public required NetworkPreprocessing Preprocessing { get; init; }

    /// <summary>Where the network is from.</summary>
    public required string Origin { get; init; }

    /// <summary>Licence of the code that the weights were published with.</summary>
    public required string License { get; init; }

    /// <summary>What a Hugging Face folder says of the network; null for one that is known by its name alone.</summary>
    public HuggingFaceSegFormer? Described { get; init; }

    /// <summary>Builds the network in training mode.</summary>
    /// <param name="classes">Number of classes; null for <see cref="Outputs"/>.</param>
    /// <param name="random">Draws the first weights; null leaves them to be loaded.</param>
    /// <param name="dropout">Draws drop-out and drop path in training; its state belongs into the training checkpoint. Null drops nothing.
    /// Only SegFormer and DAFormer have any.</param>
    /// <exception cref="ArgumentException">The number of classes is below 1.</exception>
    public SegmentationNetwork Create(int? classes = null, RandomSource? random = null, RandomSource? dropout = null) =>
        _factory(classes ?? Outputs, random, dropout);

    /// <summary>Builds the network with published or own weights, in evaluation mode.</summary>
    /// <param name="path">A safetensors or PyTorch file: see <see cref="SegmentationCheckpoint"/>.</param>
    /// <param name="classes">Number of classes in the file; null for <see cref="Outputs"/>.</param>
    /// <param name="role">Which network is meant where the file holds a student and a teacher.</param>
    /// <exception cref="CheckpointException">The file cannot be read, or its names do not fit the network: all of them together.</exception>
    public SegmentationNetwork Load(string path, int? classes = null, CheckpointRole role = CheckpointRole.Student)
    {
        using ICheckpoint checkpoint = SegmentationCheckpoint.Open(path, role);
        return Create(classes).HandTo(network =>
        {
            network.LoadPretrained(checkpoint);
            network.Eval();
            return network;
        });
    }
}
