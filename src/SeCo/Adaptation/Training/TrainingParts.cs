using SeCo.Adaptation.Distributed;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Prediction;
using SeCo.Torch.Optim;

namespace SeCo.Adaptation.Training;

/// <summary>What a training consists of. The loop owns none of it. A checkpoint of another fingerprint is refused. The student's running mean is there where
/// method or settings have one; the answers take what the last epoch's network says of validation images, where that is kept.</summary>
internal sealed record TrainingParts(
    SegmentationNetwork Student, ITrainingStep Step, IBatchSource Batches, Optimizer Optimizer, ClassMapping Mapping, EpochEvaluation Evaluation,
    SegmentationNetworkEntry Network, Device Device, string Fingerprint, Teacher? Mean = null, KeptAnswers? Answers = null)
{
    public ClassSet Classes => Mapping.To;

    /// <summary>The processes that train together.</summary>
    public Ranks Ranks { get; init; } = Ranks.Alone;

    /// <summary>The network that is evaluated and delivered: the running mean where there is one, as it is the steadier, else the student.</summary>
    public SegmentationNetwork Delivered => Mean?.Network ?? Student;

    public CheckpointRole Role => Mean is null ? CheckpointRole.Student : CheckpointRole.Teacher;
}
