using SeCo.Adaptation.Distributed;
using SeCo.Prediction;

namespace SeCo.Adaptation.Methods;

/// <summary>A segmentation network and what its outputs mean: logits over the class set's K classes.</summary>
/// <remarks>Where several outputs o stand for class k, its logit is ln Σ exp z_o. The softmax of such logits is exactly the sum of probabilities, scaled to
/// sum to 1, that prediction computes (<see cref="Prediction.ClassMapping"/>): what is trained is what will be answered. As there, it is done at the size of
/// the image.</remarks>
internal sealed class Student
{
    /// <summary>A class without an output has the logit of the largest output less this: a probability of 1e-30, as in prediction.</summary>
    private const double Absent = 69.0775527898;

    private readonly int[] _targets;
    private readonly int[][] _outputs;
    private readonly bool _isOneToOne;
    private readonly RandomSource? _dropout;

    /// <summary>Describes a student; the network stays the caller's. The target of each output is its class, 0…K-1, or -1. Drop-out is what the network
    /// draws its own with, as given when it was made; null where it drops nothing.</summary>
    public Student(SegmentationNetwork network, IReadOnlyList<int> targets, int classes, RandomSource? dropout = null)
    {
        if (targets.Count != network.Classes || targets.Any(t => t < -1 || t >= classes) || targets.All(t => t < 0))
        {
            throw new ArgumentException(
                $"The network has {network.Classes} outputs for {classes} classes; found targets {string.Join(", ", targets)}.", nameof(targets));
        }

        (Network, _targets, _dropout) = (network, [.. targets], dropout);
        _outputs = [.. Enumerable.Range(0, classes).Select(k => Enumerable.Range(0, targets.Count).Where(o => targets[o] == k).ToArray())];
        _isOneToOne = targets.SequenceEqual(Enumerable.Range(0, classes));
    }

    public SegmentationNetwork Network { get; }

    /// <summary>The processes that train it together; each has a copy.</summary>
    public Ranks Ranks { get; init; } = Ranks.Alone;

    public int Classes => _outputs.Length;

    public Device Device => Network.NamedParameters().Values.First().Device;

    /// <summary>Another network whose outputs mean the same; it draws no drop-out.</summary>
    public Student With(SegmentationNetwork network) => new(network, _targets, Classes) { Ranks = Ranks };

    public void Train() => Network.Train();

    public void Eval() => Network.Eval();

    /// <summary>Restarts the network's own drop-out from a random source alone, so that a resumed run draws what an uninterrupted one does.</summary>
    public void SetDropout(RandomSource random)
    {
        if (_dropout is not null)
        {
            IReadOnlyList<ulong> state = random.Fork("dropout").State;
            _dropout.State = [.. state.Take(4), _dropout.State[4]]; // the fifth word names the source and stays
        }
    }

    /// <summary>Computes the logits <c>[N, K, H, W]</c> of every pixel of <c>[N, 3, H, W]</c>, as the network wants it, of any size: sides are padded to what
    /// the network takes, and cut off again.</summary>
    public Tensor Forward(Tensor images) => TensorScope.Run(() => Finish(Network.Forward(Network.Padded(images)), images));

    /// <summary>Computes the logits twice: of the feature maps, and of the same maps with channels dropped at random.</summary>
    public (Tensor Plain, Tensor Perturbed) ForwardPerturbed(Tensor images, RandomSource random, double probability)
    {
        using TensorScope scope = TensorScope.Open();
        (Tensor plain, Tensor perturbed) = Network.ForwardPerturbed(Network.Padded(images), random, probability);
        return (scope.Keep(Finish(plain, images)), scope.Keep(Finish(perturbed, images)));
    }

    private Tensor Finish(Tensor outputs, Tensor images)
    {
        Tensor logits = outputs.Shape[2..].SequenceEqual(images.Shape[2..]) ? outputs : outputs.Narrow(2, 0, images.Shape[2]).Narrow(3, 0, images.Shape[3]);
        return _isOneToOne ? logits : TensorScope.Run(() =>
        {
            // Split and cat go back in one piece each, where selecting would make zeros of all outputs for every class.
            Tensor[] single = logits.Split(1, 1); // O tensors [N, 1, H, W]
            return Tensor.Cat([.. _outputs.Select(own => own.Length switch
            {
                0 => logits.Detach().Max(1, keepDimension: true).Values - Absent,
                1 => single[own[0]],
                _ => Tensor.Cat([.. own.Select(o => single[o])], 1).LogSumExp([1], keepDimensions: true),
            })], 1); // [N, K, H, W]
        });
    }
}
