namespace SeCo.Cli.Rendering;

/// <summary>What a check found of labels that should be of a class set, under the folder, or the section and kind of a configuration.</summary>
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
