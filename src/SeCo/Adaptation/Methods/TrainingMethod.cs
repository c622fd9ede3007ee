using SeCo.Adaptation.Distributed;
using SeCo.Adaptation.Loading;

namespace SeCo.Adaptation.Methods;

/// <summary>A way to train: what it asks of settings and images, its batches, and its step. Each has a file, and a row in <see
/// cref="TrainingMethods"/>.</summary>
internal abstract class TrainingMethod
{
    /// <summary>The settings that train so unless a method is named.</summary>
    public virtual IReadOnlyList<AdaptationSetting> DefaultOf => [];

    /// <summary>What must hold of the settings, each with what is wrong where it does not.</summary>
    public virtual IEnumerable<(bool Holds, string Fault)> CheckSettings(AdaptationOptions options) => [];

    /// <summary>What must hold of the images, each with what is wrong where it does not.</summary>
    public virtual IEnumerable<(bool Holds, string Fault)> CheckImages(AdaptationInput images) =>
        [(images.Labelled.Count > 0, "there is no labelled image to learn from; is the folder of labels right, and did the stage before keep any?")];

    /// <summary>Which images are labelled. By default all that have a label: most methods have no use for images whose labels they do not look at.</summary>
    public virtual SplitOptions Split(AdaptationOptions options) => new() { Rule = SplitRule.All };

    /// <summary>The running mean that is measured and delivered: its decay, and whether the statistics of norms follow too. Null for the student
    /// itself.</summary>
    public virtual (double Decay, bool FollowsNorms)? Mean(AdaptationOptions options) => options.Average > 0 ? (options.Average, true) : null;

    public abstract IBatchSource Batches(BatchInput input);

    public abstract ITrainingStep Step(StepInput input);
}

/// <summary>What a step works with. There may be no running mean, and no class weights <c>[K]</c> of the labelled loss.</summary>
internal sealed record StepInput(Student Student, Teacher? Mean, AdaptationOptions Options, ulong Seed, Tensor? ClassWeights = null);

/// <summary>Computes the losses of a batch and adds their gradients to the student's parameters.</summary>
internal interface ITrainingStep
{
    /// <summary>Computes losses, and gradients scaled by the batch's share of the step; the student is in training mode before and after. What is drawn at
    /// random depends on the seed, the step and the part alone, both counted from 0. Where several processes train, the batch is one process's share of it,
    /// and losses and gradients are those that add up to the whole batch's (<see cref="Student.Ranks"/>).</summary>
    StepLosses Backward(TrainingBatch batch, long step, int part, double share);
}

/// <summary>What a step measured; null where the method has no such part: of the mean teacher the loss on mixed target images, of UniMatch the mean loss of
/// the two strong views and that of perturbed features, and the share of the unlabelled pixels that are sure enough to teach.</summary>
internal sealed record StepLosses(
    double Total, double Labelled, double? Unlabelled = null, double? Strong = null, double? Features = null, double? TeachingShare = null)
{
    /// <summary>The losses of the whole batch, of those of all processes' shares; the share that teaches is that of the whole already.</summary>
    public StepLosses Summed(Ranks ranks)
    {
        double[] sums = [Total, Labelled, Unlabelled ?? 0, Strong ?? 0, Features ?? 0];
        ranks.Sum(sums);
        return new StepLosses(
            sums[0], sums[1], Unlabelled is null ? null : sums[2], Strong is null ? null : sums[3], Features is null ? null : sums[4], TeachingShare);
    }

    /// <summary>The values by TensorBoard's tags, UniMatch's where it has one.</summary>
    public IEnumerable<KeyValuePair<string, double>> Tags()
    {
        (string Tag, double? Value)[] tags =
        [
            ("train/loss_all", Total), ("train/loss_x", Labelled), ("train/loss_u", Unlabelled), ("train/loss_s", Strong), ("train/loss_w_fp", Features),
            ("train/mask_ratio", TeachingShare),
        ];
        return tags.Where(t => t.Value is not null).Select(t => KeyValuePair.Create(t.Tag, t.Value!.Value));
    }
}
