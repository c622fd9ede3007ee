using System.Diagnostics;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Models.Sam;
using Xunit;

namespace SeCo.Cli.Tests.Pipeline;

/// <summary>Runs with Segment Anything as the segmenter: a small model with random weights.</summary>
public sealed class SamRunTests : IDisposable
{
    private const string Loaded = "sam: loaded";

    private readonly FewScenes _scenes = new();

    private string[] Settings =>
    [
        "--set", "aggregation.segmenter=sam", "--set", $"aggregation.sam.weights={_scenes["sam.safetensors"]}", "--set",
        $"aggregation.sam.arch={_scenes["sam.json"]}",
        "--set", "aggregation.sam.generator={points_per_side: 4, pred_iou_thresh: 0, stability_score_thresh: 0, box_nms_thresh: 0.9}",
    ];

    private string Log => File.ReadAllText(Path.Combine(_scenes.Out, "run.log"));

    public SamRunTests()
    {
        SmallSam.WriteArchitecture(_scenes["sam.json"]);
        SmallSam.WriteWeights(_scenes["sam.safetensors"]);
    }

    public void Dispose() => _scenes.Dispose();

    [Fact]
    public async Task A_run_ends_and_other_labels_and_a_shared_cache_load_no_model_again()
    {
        string[] settings = [.. Settings, "--set", $"aggregation.sam.cache={_scenes["cache"]}", "--set", "aggregation.things=pixels"];
        (await _scenes.Run("run", settings)).Expect(ExitCode.Done).Says(Loaded);
        Assert.Equal(3, Directory.GetFiles(_scenes["cache"], "*.masks.json", SearchOption.AllDirectories).Length);

        (await _scenes.Run("run", [.. settings, "--set", "pixel_labels.portion=0.4"])).Expect(ExitCode.Done)
            .Says("aggregate: settings or inputs have changed, made anew", "aggregate: done");
        (await Seco.Run(["run", _scenes.Configuration, "--out", _scenes["other"], .. settings])).Expect(ExitCode.Done).Says("aggregate: done");

        Assert.Single(Log.Split('\n'), line => line.Contains(Loaded, StringComparison.Ordinal));
        Assert.DoesNotContain(Loaded, File.ReadAllText(_scenes["other/run.log"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kept_answers_change_nothing_and_a_damaged_one_is_made_anew()
    {
        (await _scenes.Run("run", Settings)).Expect(ExitCode.Done);
        Snapshot fresh = Snapshot.Of(Path.Combine(_scenes.Out, "labels"));
        Assert.Contains(
            "\"thing\"",
            File.ReadAllText(Directory.GetFiles(Path.Combine(_scenes.Out, "aggregation/regions"), "*.json", SearchOption.AllDirectories)[0]),
            StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_scenes.Out, "aggregation"), recursive: true);
        string stored = Directory.GetFiles(Path.Combine(_scenes.Out, ".cache/sam"), "*.masks.json", SearchOption.AllDirectories)[0];
        File.WriteAllText(stored, File.ReadAllText(stored)[..^100]);

        (await _scenes.Run("run", Settings)).Expect(ExitCode.Done).Says("damaged and made anew", stored);

        Assert.Empty(fresh.DifferencesFrom(Snapshot.Of(Path.Combine(_scenes.Out, "labels"))));
    }

    [Fact]
    public async Task Killed_while_it_segments_it_goes_on_and_ends_like_an_undisturbed_run()
    {
        (await Seco.RunProcess(["run", _scenes.Configuration, "--out", _scenes["undisturbed"], .. Settings])).Expect(ExitCode.Done);
        using (Process process = Seco.Start(["run", _scenes.Configuration, "--out", _scenes.Out, .. Settings]))
        {
            while (await process.StandardError.ReadLineAsync() is { } line && !line.StartsWith("aggregate: images 1/", StringComparison.Ordinal))
            {
            }

            process.Kill();
            await process.WaitForExitAsync();
        }

        (await Seco.RunProcess(["run", _scenes.Configuration, "--out", _scenes.Out, .. Settings])).Expect(ExitCode.Done);

        Assert.Empty(Snapshot.OfRun(_scenes["undisturbed"]).DifferencesFrom(Snapshot.OfRun(_scenes.Out)));
    }

    [Fact]
    public async Task Masks_of_one_segmenter_and_answers_of_another_go_into_one_run()
    {
        SamCheckpoint.WriteRandom(_scenes["hq.pth"], SmallSam.Config with { Decoder = SmallSam.Config.Decoder with { HighQuality = true } }, seed: 4);
        string[] second = ["--set", $"aggregation.prompt_sam.weights={_scenes["hq.pth"]}", "--set", "aggregation.things=prompts"];

        await _scenes.Refuses(["none.pth"], ["--set", $"aggregation.prompt_sam.weights={_scenes["none.pth"]}"]);

        (await _scenes.Run("run", second)).Expect(ExitCode.Done).Says(Loaded, "hq.pth");
    }

    [Fact]
    public async Task Wrong_weights_are_refused_before_any_work_and_missing_ones_are_wrong_usage()
    {
        (await _scenes.Run("run", "--set", "aggregation.segmenter=sam")).Expect(ExitCode.WrongUsage).Says("sam.weights");
        await _scenes.Refuses(["none.pth"], [.. Settings, "--set", $"aggregation.sam.weights={_scenes["none.pth"]}"]);
        byte[] whole = File.ReadAllBytes(_scenes["sam.safetensors"]);
        File.WriteAllBytes(_scenes["cut.safetensors"], whole[..(whole.Length / 2)]);
        await _scenes.Refuses(["cut.safetensors"], [.. Settings, "--set", $"aggregation.sam.weights={_scenes["cut.safetensors"]}"]);
        Assert.False(Directory.Exists(Path.Combine(_scenes.Out, "pixel-labels")));
    }
}
