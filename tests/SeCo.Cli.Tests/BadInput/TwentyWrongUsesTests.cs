using System.Diagnostics;
using SeCo.Checkpoints;
using SeCo.Cli.Tests.Fixtures;
using SeCo.DrawnScenes;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Models.Sam;
using SeCo.Pipeline;
using Xunit;

namespace SeCo.Cli.Tests.BadInput;

/// <summary>
/// What people do wrong, in one place. Each wrong use ends with the right exit code and with a message that says what is wrong, where,
/// what was found and what is expected, and the way out; it shows
/// no stack trace, and leaves the data as they were and nothing half-written. Other classes of this folder go into each kind of fault more deeply.
/// </summary>
public sealed class TwentyWrongUsesTests : IDisposable
{
    private readonly FewScenes _scenes = new();

    public void Dispose() => _scenes.Dispose();

    [Fact]
    public Task A_path_that_does_not_exist() => Failed(() => Run("dataset.root=" + _scenes["nowhere"]), _scenes["nowhere"], "no such folder");

    [Fact]
    public Task A_class_set_that_does_not_exist() =>
        Failed(() => Run("dataset.classes=cityscape19"), "no class set 'cityscape19'", "Did you mean 'cityscapes19'?");

    [Fact]
    public async Task Ids_of_Cityscapes_instead_of_train_ids()
    {
        foreach (int i in Enumerable.Range(0, 3))
        {
            _scenes.Change($"predictions/scene_000{i}.png", labels => labels.Pixels.Replace((byte)2, (byte)26)); // a car, as Cityscapes' own files number it
        }

        await Failed(() => Run("dataset.classes=cityscapes19"), "predictions/scene_0000.png", "label 26 at (", "0 to 18 and 255", "seco labels convert");
        SecoResult check = await Seco.Run("labels", "check", _scenes.Data("predictions"), "--classes", "cityscapes19");
        Assert.Contains("seco labels convert --map cityscapes-ids", check.Expect(ExitCode.Failed).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_and_labels_of_different_sizes()
    {
        LabelPng.Write(_scenes.Data("predictions/scene_0001.png"), new LabelMap(80, 48));
        await Failed(() => Run(), "predictions/scene_0001.png", "80 x 48", "160 x 96", "images/scene_0001.png");
    }

    [Fact]
    public Task A_file_of_classes_that_does_not_exist() =>
        Failed(() => Run("dataset.classes=" + _scenes["mine.yaml"]), _scenes["mine.yaml"] + ": there is no such file", "named as a class set", "cityscapes19");

    [Fact]
    public Task Labels_without_confidences() =>
        Failed(
            () => Run("dataset.predictions.confidence="), "no confidences: give their folder as dataset.predictions.confidence", "pixel_labels.source=given");

    [Fact]
    public async Task Coloured_pictures_as_labels()
    {
        foreach (int i in Enumerable.Range(0, 3))
        {
            _scenes.Change(
                $"predictions/scene_000{i}.png", labels => { for (int p = 0; p < labels.Pixels.Length; p++) { labels.Pixels[p] = (byte)(p % 250); } });
        }

        await Failed(() => Run(), "predictions/scene_000", "other values that the class set does not have, up to 249", "seco labels convert --colors");
    }

    [Fact]
    public Task An_empty_path() => Misused(() => Seco.Run("run", _scenes.Configuration, "--out", ""), "--out is empty, expected a value (DIR)");

    [Fact]
    public Task A_folder_below_a_file() =>
        Failed(
            () => Seco.Run("run", _scenes.Configuration, "--out", Path.Combine(_scenes.Configuration, "runs", "first")),
            "cannot be a folder for the run",
            _scenes.Configuration + " is a file");

    [Fact]
    public Task An_option_that_does_not_exist() =>
        Misused(
            () => Seco.Run("run", _scenes.Configuration, "--output", _scenes.Out),
            "There is no option '--output' of seco run",
            "Did you mean '--out'?",
            "seco run --help");

    [Fact]
    public Task A_verb_that_does_not_exist() =>
        Misused(() => Seco.Run("agregate", "--out", _scenes.Out), "There is no command 'agregate'", "Did you mean 'aggregate'?");

    [Fact]
    public Task A_misspelt_key() =>
        Misused(() => Run("correction.noise.noise_treshold=0.5"), "unknown key 'correction.noise.noise_treshold'", "Did you mean 'noise_threshold'?");

    [Fact]
    public async Task A_GPU_where_there_is_none()
    {
        Assert.SkipWhen(SeCo.Torch.TorchRuntime.IsCudaAvailable, "this machine has CUDA");
        await Failed(() => _scenes.Run("run", "--device", "cuda"), "cuda:0 was asked for", "--device cpu", "SECO_LIBTORCH");
    }

    [Fact]
    public Task Weights_that_are_missing() =>
        Failed(
            () => Run("correction.backbone=mobilenet_v2", "correction.weights=" + _scenes["none.safetensors"]),
            _scenes["none.safetensors"] + ": there is no such file",
            "Name the file of the weights");

    [Fact]
    public async Task Weights_of_another_network()
    {
        SamCheckpoint.WriteRandom(_scenes["sam.safetensors"], SmallSam.Config, 1);
        await Failed(
            () =>
                Seco.Run(
                    "predict", "--model", "espnet", "--weights", _scenes["sam.safetensors"], "--images", _scenes.Data("images"), "--classes", "cityscapes19",
                    "--out", _scenes.Out),
            _scenes["sam.safetensors"], "missing", "image_encoder");
    }

    [Fact]
    public async Task An_image_that_was_cut_off()
    {
        string path = _scenes.Cut("images/scene_0002.png", 0.5);
        await Failed(() => Run(), path + ": cannot be decoded", "damaged or incomplete", "fetch the file again");
    }

    [Fact]
    public async Task A_full_disk()
    {
        string small = _scenes["small"];
        SecoResult result = await Failed(
            () => InOwnMounts($"mount -t tmpfs -o size=256k tmpfs '{small}'", "run", _scenes.Configuration, "--out", Path.Combine(small, "run")),
            "No space left on device",
            "make room and give the same command again");
        Assert.Contains(small, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_read_only()
    {
        string folder = _scenes["small"];
        await Failed(
            () =>
                InOwnMounts(
                    $"mount --bind '{folder}' '{folder}' && mount -o remount,ro,bind '{folder}'",
                    "run",
                    _scenes.Configuration,
                    "--out",
                    Path.Combine(folder, "run")),
            Path.Combine(folder, "run"),
            "ead-only",
            "give another folder as --out");
    }

    [Fact]
    public async Task A_run_folder_that_is_something_else()
    {
        Directory.CreateDirectory(_scenes.Out);
        File.WriteAllText(Path.Combine(_scenes.Out, "thesis.txt"), "mine");
        await Failed(() => Run(), _scenes.Out, "is not empty and holds no run", "--out");
        Assert.Equal(["thesis.txt"], Snapshot.Of(_scenes.Out).Names);
    }

    [Fact]
    public async Task Two_processes_in_one_run_folder()
    {
        using IDisposable other = new RunFolder(_scenes.Out).Lock();
        await Failed(() => Run(), _scenes.Out, "another seco is at work", "give another --out");
    }

    [Fact]
    public async Task Logits_instead_of_probabilities()
    {
        WriteProbabilities([DrawnClasses.Set.Count, 96, 160], (c, _) => c - 3.5f);
        await Failed(() => Run(FromProbabilities), "probabilities/scene_000", "-3.5", "expected a probability from 0 to 1", "not logits");
    }

    [Fact]
    public async Task Probabilities_in_another_order_of_dimensions()
    {
        WriteProbabilities([96, 160, 8], (_, _) => 0.125f);
        await Failed(() => Run(FromProbabilities), "probabilities/scene_0000.npy", "8 x 160 pixels", "160 x 96", "classes, rows, columns");
    }

    [Fact]
    public async Task A_folder_without_images()
    {
        Directory.CreateDirectory(_scenes.Data("empty"));
        await Failed(() => Run("dataset.images=empty"), _scenes.Data("empty"), "holds no image", ".png");
    }

    [Fact]
    public async Task An_image_without_a_prediction()
    {
        File.Delete(_scenes.Data("predictions/scene_0001.png"));
        await Failed(() => Run(), _scenes.Data("predictions/scene_0001.png"), "no such file");
    }

    [Fact]
    public async Task Predictions_of_other_images()
    {
        foreach (int i in Enumerable.Range(0, 3))
        {
            File.Move(_scenes.Data($"predictions/scene_000{i}.png"), _scenes.Data($"predictions/frame_000{i}.png"));
        }

        await Failed(() => Run(), _scenes.Data("predictions/scene_0000.png"), "no such file");
        (await Seco.Run("labels", "check", _scenes.Data("predictions"), "--classes", _scenes.Data("classes.yaml"), "--images", _scenes.Data("images")))
            .Expect(ExitCode.Failed);
    }

    [Fact]
    public async Task Settings_that_are_no_YAML()
    {
        File.WriteAllText(_scenes["broken.yaml"], "dataset: [unclosed\nseed: 1\n");
        await Misused(() => Seco.Run("run", _scenes["broken.yaml"], "--out", _scenes.Out), _scenes["broken.yaml"], "line");
    }

    [Theory]
    [InlineData("pixel_labels.portion=50", "50", "at most 1")]
    [InlineData("correction.noise.noise_threshold=50", "50", "0 to 1")]
    [InlineData("correction.class_balance=50%", "50%", "a number")]
    public Task A_number_in_a_wrong_unit(string setting, string found, string expected) =>
        Misused(() => Run(setting), setting.Split('=')[0].Split('.')[^1], found, expected);

    [Fact]
    public Task A_negative_seed() => Misused(() => Run("seed=-1"), "seed is '-1'", "whole number");

    [Fact]
    public async Task A_label_outside_the_class_set()
    {
        string path = _scenes.Change("predictions/scene_0002.png", labels => labels[31, 7] = 42);
        await Failed(() => Run(), path, "label 42 at (31, 7)", "0 to ", "255");
    }

    [Fact]
    public async Task A_list_that_leaves_its_dataset()
    {
        File.WriteAllText(_scenes.Data("list.txt"), "../elsewhere.png predictions/scene_0001.png\n/etc/hostname predictions/scene_0002.png\n");
        await Failed(
            () => Run("dataset.layout=list", "pixel_labels.source=given", "dataset.list=list.txt"),
            _scenes.Data("list.txt"),
            "line 1: ../elsewhere.png: leaves the dataset's root",
            "line 2: /etc/hostname: an absolute path");
    }

    private static string[] FromProbabilities =>
        [
            "pixel_labels.source=probabilities", "dataset.predictions.labels=", "dataset.predictions.confidence=",
            "dataset.predictions.probabilities=probabilities",
        ];

    private Task<SecoResult> Run(params string[] settings) => _scenes.Run("run", [.. settings.SelectMany(s => (string[])["--set", s])]);

    private Task<SecoResult> Misused(Func<Task<SecoResult>> use, params string[] says) => Refused(ExitCode.WrongUsage, use, says);

    private Task<SecoResult> Failed(Func<Task<SecoResult>> use, params string[] says) => Refused(ExitCode.Failed, use, says);

    private async Task<SecoResult> Refused(int code, Func<Task<SecoResult>> use, string[] says)
    {
        Snapshot before = Snapshot.Of(_scenes["data"]);
        SecoResult result = (await use()).Expect(code).Says(says);
        TestContext.Current.TestOutputHelper?.WriteLine(result.Error);
        string message = string.Join('\n', result.Error.Split('\n').SkipWhile(line => !line.StartsWith("seco: ", StringComparison.Ordinal)));
        Assert.NotEmpty(message);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", message, StringComparison.Ordinal);
        Assert.DoesNotContain("fault of the program", message, StringComparison.Ordinal);
        Assert.Empty(before.DifferencesFrom(Snapshot.Of(_scenes["data"])));
        Assert.False(Directory.Exists(Path.Combine(_scenes.Out, "labels")), "final labels were written");
        _scenes.AssertNothingHalfWritten();
        return result;
    }

    // A process with mounts of its own, which are gone with it.
    private async Task<SecoResult> InOwnMounts(string mount, params string[] args)
    {
        Directory.CreateDirectory(_scenes["small"]);
        Assert.SkipUnless(OperatingSystem.IsLinux() && await Mounts(mount), "this system does not let a test mount a folder of its own");
        return await Seco.RunProcess(args, start =>
        {
            string[] command = [start.FileName, .. start.ArgumentList];
            start.FileName = "unshare";
            start.ArgumentList.Clear();
            foreach (string word in (string[])["-rm", "bash", "-c", $"{mount} && exec \"$@\"", "bash", .. command])
            {
                start.ArgumentList.Add(word);
            }
        });
    }

    private static async Task<bool> Mounts(string mount)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("unshare", ["-rm", "bash", "-c", mount]) { RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }

    private void WriteProbabilities(int[] shape, Func<int, int, float> value)
    {
        Directory.CreateDirectory(_scenes.Data("probabilities"));
        int plane = shape[1] * shape[2];
        float[] values = [.. Enumerable.Range(0, shape[0] * plane).Select(i => value(i / plane, i % plane))];
        foreach (int i in Enumerable.Range(0, 3))
        {
            NpyFile.Write<float>(_scenes.Data($"probabilities/scene_000{i}.npy"), values, shape);
        }
    }
}
