namespace SeCo.Labels;

/// <summary>What label files of several kinds, beside one another in a folder, are wanted for.</summary>
internal enum LabelKind
{
    /// <summary>Ids of the class set itself.</summary>
    TrainIds,

    /// <summary>Ids of another coding, such as Cityscapes' label ids.</summary>
    OtherIds,

    /// <summary>Colours.</summary>
    Colors,
}
