using SeCo.Models;
using SeCo.Prediction;

namespace SeCo.Adaptation.Methods;

/// <summary>A segmentation network and what its outputs mean: logits over the class set's K classes.</summary>
/// <remarks>
/// Where several outputs o stand for class k, its logit is ln Σ exp z_o. The softmax of such logits is exactly the sum of probabilities, scaled to sum to 1,
/// that prediction computes (<see cref="Prediction.ClassMapping"/>): what is trained is what will be answered. As there, it is done at the size of the image.
/// </remarks>
internal sealed class Student
{
    /// <summary>A class without an output has the logit of the largest output less this: a probability of 1e-30, as in prediction.</summary>
    private const double Absent = 69.0775527898;

    private readonly int[] _targets;
    private readonly int[][] _outputs;
    private readonly bool _isOneToOne;
    private readonly RandomSource? _dropout;

    /// <summary>Describes a student; the network stays the caller's.</summary>
    /// <param name="network">The network.</param>
    /// <param name="targets">The class of each output of the network, 0…K-1; -1 where it has none.</param>
    /// <param name="classes">K.</param>
    /// <param name="dropout">What the network draws its own drop-out with, as it was given when the network was made; null where it drops nothing.</param>
    /// <exception cref="ArgumentException">Targets that do not fit the network or the number of classes.</exception>
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

    /// <summary>The network.</summary>
    public SegmentationNetwork Network { get; }

    /// <summary>Number of classes K.</summary>
    public int Classes => _outputs.Length;

    /// <summary>Where the network lies.</summary>
    public Device Device => Network.NamedParameters().Values.First().Device;

    /// <summary>Another network whose outputs mean the same; it draws no drop-out.</summary>
    public Student With(SegmentationNetwork network) => new(network, _targets, Classes);

    /// <summary>Puts the network into training.</summary>
    public void Train() => Network.Train();

    /// <summary>Puts the network into evaluation.</summary>
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

    /// <summary>Computes the logits of every pixel.</summary>
    /// <param name="images">
    /// As the network wants them, <c>[N, 3, H, W]</c>, of any size: sides are padded to what the network takes, and cut off again.
    /// </param>
    /// <returns><c>[N, K, H, W]</c>; it belongs to the open scope or the caller.</returns>
    public Tensor Forward(Tensor images) => TensorScope.Run(() => Finish(Network.Forward(ImagePredictor.Padded(Network, images)), images));

    /// <summary>Computes the logits twice: of the feature maps, and of the same maps with channels dropped at random.</summary>
    /// <param name="images">As for <see cref="Forward"/>.</param>
    /// <param name="random">Draws the channels.</param>
    /// <param name="probability">Probability to drop a channel, in [0, 1).</param>
    /// <returns>Both <c>[N, K, H, W]</c>; they belong to the open scope or the caller.</returns>
    public (Tensor Plain, Tensor Perturbed) ForwardPerturbed(Tensor images, RandomSource random, double probability)
    {
        using TensorScope scope = TensorScope.Open();
        (Tensor plain, Tensor perturbed) = Network.ForwardPerturbed(ImagePredictor.Padded(Network, images), random, probability);
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
