namespace SeCo.Prediction.Sidecars;

/// <summary>What the numbers are that a network answers.</summary>
public enum OutputValues
{
    /// <summary>A logit for each class: their softmax gives probabilities. Default.</summary>
    Logits,

    /// <summary>A probability for each class.</summary>
    Probabilities,

    /// <summary>The number of the most probable class; it says nothing of how sure the network is.</summary>
    ClassNumbers,

    /// <summary>One channel for two classes: the probability of the second.</summary>
    OneProbability,

    /// <summary>One channel for two classes: the logit of the second, whose sigmoid is its probability.</summary>
    OneLogit,
}
