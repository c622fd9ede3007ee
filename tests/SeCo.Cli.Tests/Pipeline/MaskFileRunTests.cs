using SeCo.Aggregation.Segmenters;
using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Configuration;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Pipeline;
using SeCo.RunFiles;
using SeCo.SegmentAnything;
using Xunit;

namespace SeCo.Cli.Tests.Pipeline;

/// <summary>Runs over masks that something else has made.</summary>
public sealed class MaskFileRunTests : IDisposable
{
    private readonly FewScenes _scenes = new();

    private string[] Settings =>
        ["--set", "aggregation.segmenter=mask-files", "--set", $"aggregation.mask_files.folder={_scenes["masks"]}", "--set", "aggregation.things=pixels"];

    public void Dispose() => _scenes.Dispose();

    [Fact]
    public async Task The_masks_of_a_segmenter_read_from_files_give_the_labels_that_it_gives_itself()
    {
        WriteMasks();
        (await _scenes.Run("run", Settings)).Expect(ExitCode.Done);
        (await Seco.Run("run", _scenes.Configuration, "--out", _scenes["other"], "--set", "aggregation.things=pixels")).Expect(ExitCode.Done);

        Assert.Empty(Snapshot.Of(Path.Combine(_scenes.Out, "labels")).DifferencesFrom(Snapshot.Of(_scenes["other/labels"])));
        Assert.Empty(Snapshot.Of(Path.Combine(_scenes.Out, "aggregation/regions")).DifferencesFrom(Snapshot.Of(_scenes["other/aggregation/regions"])));
    }

    [Fact]
    public async Task A_run_ends_with_prompts_answered_by_stored_masks_and_starts_anew_when_a_file_changes()
    {
        WriteMasks();
        string[] settings = [.. Settings[..^1], "aggregation.things=prompts"];
        (await _scenes.Run("run", settings)).Expect(ExitCode.Done);
        (await _scenes.Run("run", settings)).Expect(ExitCode.Done).Says("aggregate: finished before, kept");

        MaskRecordFile.Write(Directory.GetFiles(_scenes["masks"], "*.json", SearchOption.AllDirectories)[0], []);

        (await _scenes.Run("run", settings)).Expect(ExitCode.Done).Says("aggregate: settings or inputs have changed, made anew");
    }

    [Fact]
    public async Task Images_without_masks_are_named_before_any_work()
    {
        Directory.CreateDirectory(_scenes["masks"]);
        await _scenes.Refuses(["3 of 3 images have no masks", $"{Entries()[2].Name}.json", "seco sam generate"], Settings);
        Assert.False(Directory.Exists(Path.Combine(_scenes.Out, "pixel-labels")));
    }

    [Fact]
    public async Task A_folder_that_is_not_given_is_wrong_usage_and_one_that_is_not_there_is_named()
    {
        (await _scenes.Run("run", "--set", "aggregation.segmenter=mask-files")).Expect(ExitCode.WrongUsage).Says("mask_files.folder");
        await _scenes.Refuses(["aggregation.mask_files.folder", "masks"], Settings);
    }

    private IReadOnlyList<ImageEntry> Entries() => Dataset.Open(OptionsBinder.Load<RunOptions>(_scenes.Configuration, []).Dataset).Entries;

    private void WriteMasks()
    {
        using BuiltInSegmenter segmenter = new();
        foreach (ImageEntry entry in Entries())
        {
            RgbImage image = RgbImageFile.Read(entry.ImagePath);
            using ISegmentedImage opened = segmenter.Open(image, entry.Name);
            MaskFileImage about = new(0, image.Width, image.Height, entry.Name);
            MaskRecordFile.WriteSa1b(Path.Combine(_scenes["masks"], entry.Name + ".json"), about, opened.GenerateMasks().Select(m => new MaskRecord(
                Segmentation: m.Mask,
                Area: m.Mask.Area,
                Bounds: ImageBox.OfSize(m.Mask.Bounds.X0, m.Mask.Bounds.Y0, m.Mask.Bounds.Width, m.Mask.Bounds.Height),
                PredictedIou: m.Score,
                PointCoordinates: [],
                StabilityScore: 1,
                CropBox: ImageBox.OfSize(0, 0, image.Width, image.Height))));
        }
    }
}
