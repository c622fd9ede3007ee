using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Imaging.Rle;
using SeCo.SegmentAnything;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class SamGenerateCommandTests
{
    private static readonly string[] Few = ["--points-per-side", "3", "--pred-iou-thresh", "0", "--stability-score-thresh", "0"];

    [Theory]
    [InlineData("plain")]
    [InlineData("crops")]
    [InlineData("regions")]
    public async Task Records_are_the_official_ones_in_the_official_order(string name)
    {
        using TempFolder folder = new();
        JsonNode golden = GoldenSam.Json($"amg/{name}.json");
        string image = (string)golden["image"]!;
        string[] settings =
        [
            .. from setting in golden["config"]!.AsObject()
               where setting.Key is not "output_mode"
               from text in (string[])["--" + setting.Key.Replace('_', '-'), ((double)setting.Value!).ToString(CultureInfo.InvariantCulture)]
               select text,
        ];

        (await Generate(GoldenSam.PathOf($"images/{image}.png"), folder["out"], settings)).Expect(ExitCode.Done);

        MaskRecord[] found = [.. MaskRecordFile.Read(folder[$"out/{image}.json"])];
        JsonArray expected = golden["records"]!.AsArray();
        Assert.Equal(expected.Count, found.Length);
        foreach ((JsonNode? record, MaskRecord ours) in expected.Zip(found))
        {
            uint[] counts = [.. record!["segmentation"]!["counts"]!.AsArray().Select(c => (uint)c!)];
            Assert.True(RunLengthMask.Iou(RunLengthMask.FromCounts(ours.Segmentation.Width, ours.Segmentation.Height, counts), ours.Segmentation) >= 0.99);
            Assert.Equal((double)record["predicted_iou"]!, ours.PredictedIou, 1e-3);
            Assert.Equal((double)record["stability_score"]!, ours.StabilityScore, 1e-3);
            Assert.Equal((double)record["bbox"]![2]!, ours.Bounds.Width, 1.0);
        }
    }

    [Fact]
    public async Task A_folder_is_done_image_by_image_and_what_is_finished_is_kept()
    {
        using TempFolder folder = Images(out string images);
        JsonNode first = JsonNode.Parse((await Generate(images, folder["out"], [.. Few, "--format", "sa1b", "--json"])).Expect(ExitCode.Done).Output)!;
        File.Delete(folder["out/night/b.json"]);
        JsonNode second = JsonNode.Parse((await Generate(images, folder["out"], [.. Few, "--format", "sa1b", "--json"])).Expect(ExitCode.Done).Output)!;

        Assert.Equal((2, 0), ((int)first["images"]!, (int)first["kept"]!));
        Assert.Equal((2, 1), ((int)second["images"]!, (int)second["kept"]!));
        Assert.Equal((long)first["masks"]!, (long)second["masks"]!);
        Assert.Equal("b.png", (string)JsonNode.Parse(File.ReadAllText(folder["out/night/b.json"]))!["image"]!["file_name"]!);
        JsonNode other = JsonNode.Parse(
            (await Generate(images, folder["out"], [.. Few, "--format", "sa1b", "--json", "--box-nms-thresh", "0.5"])).Expect(ExitCode.Done).Output)!;
        Assert.Equal(0, (int)other["kept"]!);
    }

    [Fact]
    public async Task Pictures_have_a_folder_an_image()
    {
        using TempFolder folder = Images(out string images);
        (await Generate(images, folder["out"], [.. Few, "--format", "png"])).Expect(ExitCode.Done);

        int lines = File.ReadAllLines(folder["out/night/b/metadata.csv"]).Length;
        Assert.True(lines > 1);
        Assert.Equal(lines - 1, Directory.GetFiles(folder["out/night/b"], "*.png").Length);
    }

    [Fact]
    public async Task No_mask_that_survives_is_an_empty_list()
    {
        using TempFolder folder = Images(out string images);
        (await Generate(images, folder["out"], "--points-per-side", "2", "--pred-iou-thresh", "5", "--crop-n-layers", "1")).Expect(ExitCode.Done);
        Assert.Equal("[]", File.ReadAllText(folder["out/a.json"]));
    }

    [Fact]
    public async Task A_killed_call_leaves_whole_files_and_the_same_call_goes_on()
    {
        using TempFolder folder = Images(out string images);
        string[] call = ["sam", "generate", .. GoldenSam.Model, "--image", images, "--out", folder["out"], .. Few];
        using (Process process = Seco.Start(call))
        {
            while (await process.StandardError.ReadLineAsync() is { } line && !line.StartsWith("sam: images 1/", StringComparison.Ordinal))
            {
            }

            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.All(Directory.GetFiles(folder["out"], "*.json", SearchOption.AllDirectories), path => Assert.NotEmpty(MaskRecordFile.Read(path)));
        Assert.Contains("were finished before", (await Seco.RunProcess(call)).Expect(ExitCode.Done).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--points-per-side 0", "points_per_side")]
    [InlineData("--box-nms-thresh 2", "box_nms_thresh")]
    [InlineData("--format coco", "json, sa1b or png")]
    [InlineData("--points-per-side many", "many")]
    public async Task Wrong_usage_is_explained(string arguments, string says)
    {
        using TempFolder folder = new();
        (await Seco.Run(["sam", "generate", "--weights", "w.pth", "--image", "a.png", "--out", folder["out"], .. arguments.Split(' ')])).Expect(
            ExitCode.WrongUsage).Says(says);
    }

    [Fact]
    public async Task Folders_without_images_and_results_of_others_are_refused()
    {
        using TempFolder folder = Images(out string images);
        Directory.CreateDirectory(folder["empty"]);
        (await Generate(folder["empty"], folder["out"], Few)).Expect(ExitCode.Failed).Says("no images below this folder");
        Directory.CreateDirectory(folder["mine"]);
        File.WriteAllText(folder["mine/a.json"], "precious");
        (await Generate(images, folder["mine"], Few)).Expect(ExitCode.Failed).Says("a.json", "Give a new folder");
        Assert.Equal("precious", File.ReadAllText(folder["mine/a.json"]));
    }

    private static Task<SecoResult> Generate(string image, string output, params string[] more) =>
        Seco.Run(["sam", "generate", .. GoldenSam.Model, "--image", image, "--out", output, .. more]);

    private static TempFolder Images(out string images)
    {
        TempFolder folder = new();
        images = folder["images"];
        Directory.CreateDirectory(folder["images/night"]);
        File.Copy(GoldenSam.PathOf("images/c.png"), folder["images/a.png"]);
        File.Copy(GoldenSam.PathOf("images/a.png"), folder["images/night/b.png"]);
        return folder;
    }
}
