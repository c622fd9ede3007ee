using SeCo.Cli.Tests.Fixtures;
using Xunit;

namespace SeCo.Cli.Tests.Pipeline;

/// <summary>No damaged file of a finished run is used in silence: it is named, with what heals it, and healed by that.</summary>
public sealed class DamageTests(SmallScenes scenes)
{
    // Of each kind of file one; what is not here is written anew by every run.
    public static TheoryData<string> Files =>
    [
        "pixel-labels/stage.json", "pixel-labels/files.tsv", "pixel-labels/images.txt", "pixel-labels/thresholds.json", "pixel-labels/labels/scene_0001.png",
        "aggregation/labels/scene_0001.png", "aggregation/regions/scene_0001.json",
        "correction/labels/scene_0001.png", "correction/regions/scene_0001.json", "correction/verdicts/scene_0001.json",
        "correction/features/scene_0001.npy", "correction/noise-model.json", "correction/training.json",
        "labels/scene_0001.png", "labels.txt",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_damaged_file_is_named_and_made_again(string file)
    {
        string folder = scenes.NewFolder(), path = Path.Combine(folder, file);
        byte[] whole = File.ReadAllBytes(Path.Combine(scenes.Baseline, file));
        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 1;
        foreach (byte[] damaged in (byte[][])[whole[..(whole.Length / 2)], new byte[whole.Length], flipped])
        {
            Copy(scenes.Baseline, folder);
            File.WriteAllBytes(path, damaged);
            SecoResult refused = (await Seco.Run(scenes.Arguments("run", folder))).Expect(ExitCode.Failed);
            refused.Says(Path.GetFileName(file) == "files.tsv" ? "files.tsv" : path, "--verify");
            Assert.Equal(damaged, File.ReadAllBytes(path));
        }

        (await Seco.Run(scenes.Arguments("run", folder, "--verify"))).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    // The same for what a training leaves, and the measures after it. All files of such a run: eng/check-damage.
    [Fact]
    public async Task Damaged_files_of_a_training_are_named_or_made_again()
    {
        string whole = scenes.NewFolder(), folder = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("run", whole, ResumeTests.Adaptation))).Expect(ExitCode.Done);
        (string File, bool IsNamed)[] files =
        [
            ("adaptation/last.safetensors", true), ("adaptation/best.safetensors", true), ("adaptation/state.safetensors", true),
            ("adaptation/history.json", true), ("adaptation/summary.json", true), ("adaptation/stage.json", true), ("adaptation/files.tsv", true),
            ("split.json", false), ("labelled.txt", true), ("adapted/predictions/labels/scene_0001.png", false),
            ("adapted/predictions/confidence/scene_0001.png", false), ("adapted/predictions/finished.tsv", false), ("evaluation.json", false),
            ("manifest.json", false), ("config.yaml", false),
        ];
        for (int i = 0; i < files.Length; i++)
        {
            (string name, bool isNamed) = files[i];
            string path = Path.Combine(folder, name);
            Copy(whole, folder);
            byte[] content = File.ReadAllBytes(path), flipped = [.. content];
            flipped[content.Length / 2] ^= 1;
            File.WriteAllBytes(path, (i % 3) switch { 0 => flipped, 1 => content[..(content.Length / 2)], _ => new byte[content.Length] });
            SecoResult result = await Seco.Run(scenes.Arguments("run", folder, ResumeTests.Adaptation));
            if (isNamed)
            {
                result.Expect(ExitCode.Failed).Says(path, "--verify");
                continue;
            }

            result.Expect(ExitCode.Done);
            Assert.Empty(Kept(whole).DifferencesFrom(Kept(folder)));
            if (name.EndsWith(".png", StringComparison.Ordinal))
            {
                result.Says("the files of 1 finished images in", "were missing or damaged, and were made again: scene_0001");
            }
        }

        Copy(whole, folder);
        File.WriteAllText(Path.Combine(folder, "adaptation/best.safetensors"), "damaged");
        File.WriteAllText(Path.Combine(folder, "labelled.txt"), "damaged");
        (await Seco.Run(scenes.Arguments("run", folder, [.. ResumeTests.Adaptation, "--verify"]))).Expect(ExitCode.Done);
        Assert.Empty(Kept(whole).DifferencesFrom(Kept(folder)));

        // What tells how long something took is no damage.
        static Snapshot Kept(string folder) => Snapshot.Of(folder, name => Path.GetFileName(name) is not ("run.log" or "report.html" or "finished.tsv")
            && !name.StartsWith(".cache/", StringComparison.Ordinal) && !name.StartsWith("adaptation/events/", StringComparison.Ordinal)
            && name is not ("adaptation/state.safetensors" or "adaptation/summary.json" or "adaptation/files.tsv"));
    }

    [Fact]
    public async Task What_a_disk_changes_by_itself_is_found_where_all_is_read()
    {
        string folder = scenes.NewFolder(), file = Path.Combine(folder, "aggregation/labels/scene_0001.png");
        Copy(scenes.Baseline, folder);
        DateTime time = File.GetLastWriteTimeUtc(file).AddHours(-1);
        byte[] content = File.ReadAllBytes(file);
        content[^20] ^= 1;
        File.WriteAllBytes(file, content);
        File.SetLastWriteTimeUtc(file, time);

        SecoResult verified = (await Seco.Run(scenes.Arguments("run", folder, "--verify"))).Expect(ExitCode.Done);
        verified.Says("aggregate: 1 files are missing or damaged, made again: labels/scene_0001.png");
        Assert.Empty(Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Fact]
    public async Task Files_that_seco_did_not_write_stay_whatever_changes()
    {
        string folder = scenes.NewFolder();
        Copy(scenes.Baseline, folder);
        string[] mine = ["correction/notes.txt", "labels/mine.png", "aggregation/labels/other.png", "pixel-labels/old/scene_0001_backup.png", "mine.partial"];
        foreach (string file in mine)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.WriteAllText(Path.Combine(folder, file), "mine");
        }

        (await Seco.Run(scenes.Arguments("run", folder, "--set", "pixel_labels.portion=0.3"))).Expect(ExitCode.Done);
        (await Seco.Run(scenes.Arguments("run", folder, "--set", "dataset.limit=2"))).Expect(ExitCode.Done);
        Assert.All(mine, file => Assert.Equal("mine", File.ReadAllText(Path.Combine(folder, file))));
        Assert.False(File.Exists(Path.Combine(folder, "labels/scene_0005.png"))); // of the settings before
    }

    [Theory]
    [InlineData("images")]
    [InlineData("images/runs/first")]
    [InlineData("")]
    public async Task A_run_folder_in_at_or_above_the_images_is_refused_before_anything_is_written(string place)
    {
        using FewScenes few = new();
        Snapshot before = Snapshot.Of(few["data"]);
        SecoResult refused = await Seco.Run("run", few.Configuration, "--out", few.Data(place));
        refused.Expect(ExitCode.Failed);
        Assert.Empty(before.DifferencesFrom(Snapshot.Of(few["data"])));
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
