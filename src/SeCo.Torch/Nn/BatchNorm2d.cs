namespace SeCo.Torch.Nn;

/// <summary>Normalises each channel of images <c>[N, C, H, W]</c>: by the batch in training, by running means in evaluation.</summary>
public sealed class BatchNorm2d : Layer
{
    private readonly double _epsilon;
    private readonly double _momentum;
    private readonly Tensor _batches;
    private long _newBatches;

    /// <summary>Creates the layer with scale 1, shift 0, running mean 0 and running variance 1.</summary>
    /// <param name="channels">Number of channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the batch in the running mean and variance.</param>
    public BatchNorm2d(int channels, double epsilon = 1e-5, double momentum = 0.1)
    {
        (_epsilon, _momentum) = (epsilon, momentum);
        Weight = Parameter("weight", Tensor.Ones([channels]));
        Bias = Parameter("bias", Tensor.Zeros([channels]));
        RunningMean = Buffer("running_mean", Tensor.Zeros([channels]));
        RunningVariance = Buffer("running_var", Tensor.Ones([channels]));
        _batches = Buffer("num_batches_tracked", Tensor.Zeros([], DType.Int64));
    }

    /// <summary>Scale <c>[C]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>Shift <c>[C]</c>.</summary>
    public Tensor Bias { get; }

    /// <summary>Mean <c>[C]</c> used in evaluation.</summary>
    public Tensor RunningMean { get; }

    /// <summary>Variance <c>[C]</c> used in evaluation.</summary>
    public Tensor RunningVariance { get; }

    /// <summary>What the norm does in evaluation as x · scale + shift, each <c>[C]</c>, of the open scope.</summary>
    internal (Tensor Scale, Tensor Shift) AsAffine()
    {
        Tensor scale = Weight * (RunningVariance + _epsilon).ReciprocalSqrt();
        return (scale, Bias - (RunningMean * scale));
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        _newBatches += IsTraining ? 1 : 0;
        if (IsTraining && BatchShare.OfNorms is { } share)
        {
            return ComputeShared(input, share);
        }

        return input.BatchNorm(Weight, Bias, RunningMean, RunningVariance, IsTraining, _momentum, _epsilon);
    }

    private Tensor ComputeShared(Tensor input, BatchShare share)
    {
        (Tensor normalized, Tensor mean, Tensor variance) = SharedNormalization.Run(input, share, _epsilon);
        using (GradMode mode = GradMode.Disable())
        {
            Tensor momentum = Tensor.Scalar(_momentum, RunningMean.DType, RunningMean.Device);
            RunningMean.LerpInPlace(mean, momentum);
            RunningVariance.LerpInPlace(variance, momentum);
        }

        return (normalized * SharedNormalization.Broadcast(Weight, input)) + SharedNormalization.Broadcast(Bias, input);
    }

    /// <inheritdoc/>
    protected override void UpdateBuffers()
    {
        if (_newBatches > 0)
        {
            _batches.FillInPlace(_batches.Item() + _newBatches);
            _newBatches = 0;
        }
    }
}
