using NetVips;
using SeCo.Checkpoints;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.BadInput;

/// <summary>Pictures and numbers that are not what they seem: refused before they cost anything, or said where they may be right.</summary>
public sealed class PictureFaultTests : IDisposable
{
    private readonly FewScenes _scenes = new();

    public void Dispose() => _scenes.Dispose();

    [Fact]
    public async Task Weights_of_segment_anything_that_are_no_numbers_are_named_and_nothing_is_left()
    {
        string weights = Spoil(SmallSam.WriteWeights(_scenes["w.safetensors"]), "mask_decoder.iou_token.weight", float.NaN);
        string[] call = ["--weights", weights, "--arch", SmallSam.WriteArchitecture(_scenes["small.json"]), "--image", _scenes.Data("images/scene_0000.png")];
        foreach (string[] verb in (string[][])[["predict", "--box", "2,2,60,50"], ["generate"]])
        {
            SecoResult result = await Seco.Run(["sam", .. verb, .. call, "--out", _scenes["masks"]]);
            result.Expect(ExitCode.Failed).Says("the weights hold values that are no numbers", "'mask_decoder.iou_token.weight'");
            Assert.DoesNotContain("fault of the program", result.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.Exists(_scenes["masks"]) ? Directory.GetFiles(_scenes["masks"], "*.png") : []);
        }
    }

    [Theory]
    [InlineData(float.NaN, "the weights hold values that are no numbers")]
    [InlineData(3e38f, "The network answers with values that are no numbers")]
    public async Task Predictions_that_are_no_numbers_are_not_written(float value, string says)
    {
        string weights = Spoil(SmallNetwork.Write(_scenes["w.safetensors"], notes: true), "classifier.weight", value);
        SecoResult result = await Seco.Run(
            "predict", "--weights", weights, "--images", _scenes.Data("images"), "--threads", "1", "--probabilities", "full", "--out", _scenes["answers"]);
        result.Expect(ExitCode.Failed).Says(says);
        Assert.DoesNotContain("fault of the program", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_scenes["answers/labels"]));
    }

    [Fact]
    public async Task Confidences_in_percent_stop_a_run_before_it_begins_and_a_check()
    {
        foreach (string path in Directory.GetFiles(_scenes.Data("confidence")))
        {
            ConfidenceMap map = ConfidencePng.Read(path);
            for (int i = 0; i < map.Pixels.Length; i++)
            {
                map.Pixels[i] = (ushort)(257 * Math.Round(map.Pixels[i] * 100.0 / ConfidenceMap.Scale));
            }

            ConfidencePng.Write(path, map);
        }

        await _scenes.Refuses(["confidences: ", "They look like percent"]);
        Assert.False(Directory.Exists(Path.Combine(_scenes.Out, "pixel-labels", "labels")));
        SecoResult check = await Seco.Run("labels", "check", "--config", _scenes.Configuration);
        Assert.Equal(ExitCode.Failed, check.Code);
        Assert.Contains("They look like percent", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Good_scenes_are_not_suspected_and_turned_images_are_by_every_command_that_reads_them()
    {
        const string Says = "images have an EXIF orientation";
        SecoResult good = (await Seco.Run("labels", "check", "--config", _scenes.Configuration)).Expect(ExitCode.Done);
        Assert.DoesNotContain("suspicions", good.Output, StringComparison.Ordinal);

        string image = _scenes.Data("images/scene_0001.png");
        using (Image turned = Image.NewFromFile(image).CopyMemory().Mutate(m => m.Set(GValue.GIntType, "orientation", 3)))
        {
            File.WriteAllBytes(image, turned.PngsaveBuffer());
        }

        (await _scenes.Run("run")).Expect(ExitCode.Done).Says(Says);
        Assert.Contains(Says, File.ReadAllText(Path.Combine(_scenes.Out, "run.log")), StringComparison.Ordinal);
        (await Seco.Run("labels", "export", _scenes.Out, "--format", "coco", "--out", _scenes["coco.json"])).Expect(ExitCode.Done).Says(Says);
        SecoResult check = (await Seco.Run("labels", "check", "--config", _scenes.Configuration)).Expect(ExitCode.Done);
        Assert.Contains(Says, check.Output, StringComparison.Ordinal);
        string weights = SmallNetwork.Write(_scenes["w.safetensors"], notes: true);
        (await Seco.Run("predict", "--weights", weights, "--images", _scenes.Data("images"), "--threads", "1", "--out", _scenes["answers"]))
            .Expect(ExitCode.Done).Says(Says, "orientation 3 (upside down)");
        string[] sam = ["--weights", SmallSam.WriteWeights(_scenes["s.safetensors"]), "--arch", SmallSam.WriteArchitecture(_scenes["small.json"])];
        (await Seco.Run(["sam", "predict", .. sam, "--image", image, "--box", "2,2,60,50", "--out", _scenes["masks"]])).Expect(ExitCode.Done).Says(Says);
    }

    [Fact]
    public async Task A_palette_in_another_order_is_told_by_evaluate_and_refused_as_answers_of_people()
    {
        (byte, byte, byte)[] colors = [.. DrawnScenes.DrawnClasses.Set.Classes.Select(c => c.Color)];
        Directory.CreateDirectory(_scenes["indexed"]);
        foreach (string path in Directory.GetFiles(_scenes.Data("predictions")))
        {
            LabelPng.Write(Path.Combine(_scenes["indexed"], Path.GetFileName(path)), LabelPng.Read(path), new Palette([.. colors[1..], colors[0]]));
        }

        string classes = File.ReadAllLines(_scenes.Configuration).First(l => l.Contains("classes:", StringComparison.Ordinal)).Split("classes:")[1].Trim();
        classes = File.Exists(_scenes.Data(classes)) ? _scenes.Data(classes) : classes;
        (await Seco.Run("evaluate", "--predictions", _scenes["indexed"], "--truth", _scenes.Data("truth"), "--classes", classes, "--allow-missing"))
            .Expect(ExitCode.Done).Says("in another order than its numbers", "--colors");
        (await Seco.Run("labels", "import", _scenes["indexed"], "--classes", classes, "--out", _scenes["reviews"]))
            .Expect(ExitCode.Failed).Says("in another order than its numbers");
    }

    /// <summary>Puts a value everywhere in one tensor of a file.</summary>
    private static string Spoil(string path, string tensor, float value)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        string spoilt = Path.ChangeExtension(path, ".spoilt.safetensors");
        SafetensorsWriter.Write(
            spoilt,
            file.Names.Select(n => KeyValuePair.Create(n, n != tensor ? file.Read(n)
                : TensorData.From<float>(file.Describe(n).Shape, [.. Enumerable.Repeat(value, file.Read(n).Count)]))),
            file.Metadata);
        return spoilt;
    }
}
