namespace SeCo.Correction;

/// <summary>How the connectivity classifier learns.</summary>
public enum ClassifierTraining
{
    /// <summary><see cref="Frozen"/> where weights are given or the backbone needs none, else <see cref="Windows"/>.</summary>
    Auto,

    /// <summary>The network stays as it is: features of the whole image are pooled under every region once, and only a small head is trained on
    /// them.</summary>
    Frozen,

    /// <summary>The whole network is trained on windows around the regions (paper).</summary>
    Windows,
}
