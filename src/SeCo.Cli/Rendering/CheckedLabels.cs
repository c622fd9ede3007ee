namespace SeCo.Cli.Rendering;

/// <summary>What a check of labels found.</summary>
/// <param name="Title">The folder, or the section and kind of a configuration.</param>
/// <param name="Report">What was found.</param>
/// <param name="Classes">The class set that the labels should be of.</param>
internal sealed record CheckedLabels(string Title, LabelCheckReport Report, ClassSet Classes)
{
    /// <summary>The coding that the labels should have; null where they have the ids of the class set.</summary>
    public LabelIdMap? Map { get; } = Report.Map is null ? null : Classes.MapFrom(Report.Map);

    /// <summary>What an id of the files means.</summary>
    public string NameOf(int id)
    {
        int target = Map?[(byte)id] ?? id;
        return target < Classes.Count ? Classes.Classes[target].Name : Map is not null || id == 255 ? "(no label)" : "(not in the class set)";
    }
}
