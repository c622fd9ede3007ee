namespace SeCo.Models;

/// <summary>Which of the networks in a file of self-training is meant.</summary>
public enum CheckpointRole
{
    /// <summary>The one that is trained by gradients, under <c>model.</c>: what the authors evaluate. Default.</summary>
    Student,

    /// <summary>Its moving average, under <c>ema_model.</c>.</summary>
    Teacher,
}
