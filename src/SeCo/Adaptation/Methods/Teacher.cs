using SeCo.Adaptation.Losses;

namespace SeCo.Adaptation.Methods;

/// <summary>A second network whose parameters are the running mean of the student's.</summary>
/// <remarks>
/// <para>θ' ← α θ' + (1 − α) θ with α = min(1 − 1/(t + 1), decay), t = 1, 2, …: at first the plain mean of all students so far.</para>
/// <para>Either the running means and variances of norms follow in the same way, and the teacher answers with them as in evaluation
/// (<see cref="AdaptationOptions.Average"/>); or buffers are the teacher's own. Then, as in DAFormer, batch norms use the batch's statistics and drop-out does
/// nothing. Running means and variances are then those of the target's images alone, while a student that also sees the source has a blend of both; an
/// evaluation of the teacher uses them. A batch must be such that the student can train on it.</para>
/// <para>Source: Tarvainen and Valpola 2017; DAFormer's <c>dacs.py</c>.</para>
/// </remarks>
internal sealed class Teacher
{
    private readonly (Tensor Own, Tensor Students)[] _pairs;
    private readonly double _decay;
    private readonly bool _followsNorms;

    /// <summary>Makes a network the teacher of a student of the same kind, gives it the student's parameters and buffers, and takes its gradients away. It is
    /// made without drop-out; both networks stay the caller's.</summary>
    public Teacher(Student student, SegmentationNetwork network, double decay, bool followsNorms = false)
    {
        IReadOnlyDictionary<string, Tensor> own = network.StateDictionary();
        IReadOnlyDictionary<string, Tensor> students = student.Network.StateDictionary();
        if (ReferenceEquals(network, student.Network) || own.Count != students.Count
            || own.Any(o => !students.TryGetValue(o.Key, out Tensor? s) || !s.Shape.SequenceEqual(o.Value.Shape)))
        {
            throw new ArgumentException($"A teacher is another {student.Network.GetType().Name} of the same shape as the student.", nameof(network));
        }

        (Answers, _decay, _followsNorms) = (student.With(network), decay, followsNorms);
        network.SetRequiresGrad(false);
        using GradMode mode = GradMode.Disable();
        foreach ((string name, Tensor tensor) in own)
        {
            tensor.CopyInPlace(students[name]);
        }

        IEnumerable<string> following = followsNorms ? own.Where(o => o.Value.DType.IsFloatingPoint()).Select(o => o.Key) : network.NamedParameters().Keys;
        _pairs = [.. following.Select(name => (own[name], students[name]))];
    }

    public SegmentationNetwork Network => Answers.Network;

    /// <summary>The teacher as one that answers in the student's classes, for evaluation.</summary>
    public Student Answers { get; }

    /// <summary>Labels images: classes and confidences without gradients, tensors of the open scope.</summary>
    public PseudoLabels Label(Tensor images)
    {
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        Network.Train(!_followsNorms);
        return PseudoLabels.Of(Answers.Forward(images), withConfidences: true).KeptIn(scope);
    }

    /// <summary>Follows the student after a step, whose number is from 0.</summary>
    public void Follow(long step)
    {
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        Tensor share = Tensor.Scalar(1 - Math.Min(1 - (1.0 / (step + 2)), _decay), DType.Float32, Answers.Device);
        foreach ((Tensor own, Tensor students) in _pairs)
        {
            own.LerpInPlace(students, share);
        }
    }
}
