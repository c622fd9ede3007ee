namespace SeCo.Adaptation;

/// <summary>How the student is trained.</summary>
public enum AdaptationMethod
{
    /// <summary>
    /// As the setting has it: <see cref="UniMatch"/> for source-free and black-box, <see cref="MeanTeacher"/> for UDA, else <see cref="SelfTraining"/>.
    /// </summary>
    Auto,

    /// <summary>UniMatch: a labelled and an unlabelled set, consistency of two strong views and of perturbed features with a weak view.</summary>
    UniMatch,

    /// <summary>Source labels and a teacher that is the student's running mean; target images mixed with source images by class (ClassMix).</summary>
    MeanTeacher,

    /// <summary>Cross-entropy on the labels there are; pixels without one are left out. The baseline.</summary>
    SelfTraining,
}
