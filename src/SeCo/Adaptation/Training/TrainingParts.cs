using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Models;
using SeCo.Prediction;
using SeCo.Torch.Optim;

namespace SeCo.Adaptation.Training;

/// <summary>What a training consists of. The loop owns none of it.</summary>
/// <param name="Student">The network that is trained, in training mode.</param>
/// <param name="Step">Computes losses and gradients.</param>
/// <param name="Batches">Makes the batches.</param>
/// <param name="Optimizer">Moves the student's weights.</param>
/// <param name="Mapping">From the outputs of the networks to the classes that are learnt.</param>
/// <param name="Evaluation">Measures at the end of epochs.</param>
/// <param name="Network">The networks' name, one of <see cref="SegmentationNetworks"/>.</param>
/// <param name="Device">Where the networks lie.</param>
/// <param name="Fingerprint">Hash of all that decides the course of the training: a checkpoint of another one is refused.</param>
/// <param name="Mean">Its running mean, where the method or the settings have one.</param>
/// <param name="Answers">Takes the last epoch's answers to validation images; null where they are not kept.</param>
internal sealed record TrainingParts(
    SegmentationNetwork Student, ITrainingStep Step, IBatchSource Batches, Optimizer Optimizer, ClassMapping Mapping, EpochEvaluation Evaluation,
    string Network, Device Device, string Fingerprint, Teacher? Mean = null, KeptAnswers? Answers = null)
{
    /// <summary>The classes that are learnt.</summary>
    public ClassSet Classes => Mapping.To;

    /// <summary>The network that is evaluated and delivered: the running mean where there is one, as it is the steadier, else the student.</summary>
    public SegmentationNetwork Delivered => Mean?.Network ?? Student;

    /// <summary>Which of them that is.</summary>
    public CheckpointRole Role => Mean is null ? CheckpointRole.Student : CheckpointRole.Teacher;
}
