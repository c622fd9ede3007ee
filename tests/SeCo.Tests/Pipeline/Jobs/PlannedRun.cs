using SeCo.Configuration;
using SeCo.DrawnScenes;
using SeCo.Pipeline;
using SeCo.Pipeline.Jobs;
using SeCo.RunFiles;
using SeCo.Testing;

namespace SeCo.Tests.Pipeline.Jobs;

/// <summary>Two drawn scenes, and a run over them whose folder has a name of the test's choice.</summary>
internal sealed class PlannedRun : IDisposable
{
    private readonly TempFolder _temp = new();

    public PlannedRun(string name)
    {
        Options = new RunOptions
        {
            Dataset = DrawnSceneWriter.Write(_temp["data"], new DrawnSceneOptions { Count = 2, Width = 64, Height = 48 }), Device = "cpu", Threads = 1,
        };
        Folder = new RunFolder(_temp[name]);
    }

    public RunOptions Options { get; set; }

    public RunFolder Folder { get; }

    public JobPlan Plan(int shards) => JobPlan.Of(Options, Folder, shards);

    /// <summary>Settings in the run folder, as its jobs write them.</summary>
    public void WriteSettings() => File.WriteAllText(Folder.Configuration, OptionsWriter.ToYaml(Options));

    /// <summary>The mark of a share that has ended, and the folder that it was made in.</summary>
    public void Mark(string part, StageShare share, string? error = null)
    {
        RunPart named = new SeCoPipeline(Options, Folder).Parts.Single(p => p.Name == part);
        StageFolder.Open(Path.Combine(Folder.Path, named.Folder), "settings", []);
        ShardRecord begun = PartMarks.Begin(Folder, named, share);
        PartMarks.End(Folder, named, begun, error is null ? "settings" : null, error);
    }

    public void Dispose() => _temp.Dispose();
}
