namespace SeCo.Adaptation;

/// <summary>What is known besides the target's images (paper, section 2.4; see docs/adaptation.md).</summary>
public enum AdaptationSetting
{
    /// <summary>A model, but not the data it was trained on: the student starts from the source weights.</summary>
    SourceFree,

    /// <summary>A model's answers alone: the student starts from ImageNet weights of its encoder, or from scratch.</summary>
    BlackBox,

    /// <summary>Unsupervised domain adaptation: the labelled source images are there too, and are trained on together with the target.</summary>
    Uda,

    /// <summary>No adaptation: plain training on the labels given, to make a source model or to see what the target's own labels would give.</summary>
    Supervised,
}
