using System.Diagnostics;
using SeCo.Checkpoints;
using SeCo.Cli.Tests.Fixtures;
using SeCo.DrawnScenes;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Models.EspNet;
using SeCo.Models.EspNetV2;
using SeCo.Models.MobileNet;
using SeCo.Models.Sam;
using SeCo.Models.SegFormer;
using SeCo.Onnx.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;

namespace SeCo.Cli.Tests.Documents;

/// <summary>
/// The folder of somebody who follows the documents: small files under the names that they use,
/// and a <c>seco</c> on the path that runs the program with settings that
/// make it short. What is not SeCo's (<c>dotnet</c>, <c>taskset</c>) only notes that it was called.
/// </summary>
internal sealed class ReaderFolder : IDisposable
{
    private static readonly string[] Notes = ["dotnet", "taskset"];

    private readonly TempFolder _folder = new();

    public ReaderFolder()
    {
        Directory.CreateDirectory(_folder["bin"]);
        foreach (string program in Notes)
        {
            WriteProgram(program, $"""
                if [ "$1 $2 $3 $4 $5 $6" = "run -c Release --project src/SeCo.Cli --" ]; then shift 6; exec seco "$@"; fi
                echo "{program} $*" >> "{_folder["noted.txt"]}"
                """);
        }

        WriteProgram("seco", Program);
        Directory.CreateSymbolicLink(_folder["configs"], Path.Combine(SharedData.RepositoryRoot, "configs"));
        WriteStreet();
        WriteCamVid();
        WriteWeights();
        File.WriteAllText(_folder["street.yaml"], YamlOfReadme());
        File.WriteAllText(_folder["my.yaml"], """
            dataset:
              root: .
              classes: camvid11
              images: camvid/images/train
              predictions:
                labels: camvid/espnet_cityscapes/argmax/train
                confidence: camvid/espnet_cityscapes/confidence/train
            correction:
              backbone: descriptors
              folds: 2
            """);
    }

    /// <summary>The calls that were noted and not made.</summary>
    public IReadOnlyList<string> Noted => File.Exists(_folder["noted.txt"]) ? File.ReadAllLines(_folder["noted.txt"]) : [];

    /// <summary>The calls of seco that were made.</summary>
    public IReadOnlyList<string> Called => File.Exists(_folder["called.txt"]) ? File.ReadAllLines(_folder["called.txt"]) : [];

    /// <summary>Runs a script as a shell would, ending at the first command that fails.</summary>
    public async Task<SecoResult> Run(string script)
    {
        ProcessStartInfo start = new("bash")
        {
            WorkingDirectory = _folder.Path, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("-euo");
        start.ArgumentList.Add("pipefail");
        start.Environment["PATH"] = $"{_folder["bin"]}:{start.Environment["PATH"]}";
        start.Environment["OMP_NUM_THREADS"] = "1";
        using Process shell = Process.Start(start)!;
        Task<string> output = shell.StandardOutput.ReadToEndAsync(), error = shell.StandardError.ReadToEndAsync();

        // Placeholders of the documents; a shell waits for nothing in the background by itself.
        await shell.StandardInput.WriteAsync(script
            .Replace("CAMVID", "camvid", StringComparison.Ordinal)
            .Replace("=DATA", "=camvid", StringComparison.Ordinal)
            .Replace("--out RUN", "--out runs/placeholder", StringComparison.Ordinal)
            .Replace("/new/place", ".", StringComparison.Ordinal));
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        return new SecoResult(shell.ExitCode, await output, await error);
    }

    public void Dispose() => _folder.Dispose();

    // Settings after those of the document win. Training is one step on crops of 64 x 64; Segment Anything is a small model; there is no GPU.
    private string Program => $$"""
        echo "$*" >> "{{_folder["called.txt"]}}"
        words=(); more=()
        for word in "$@"; do case "$word" in vit_b) words+=(small.json) ;; cuda) words+=(cpu) ;; *) words+=("$word") ;; esac; done
        short="--set threads=1 --set correction.folds=2 --set prediction.input_width=64 --set prediction.input_height=64"
        case "$1" in
          run|pseudo-label|aggregate|correct|adapt)
            more+=($short)
            case "$*" in *mobilenet_v2*) more+=(--set correction.frozen.longest_side=64) ;; esac
            case "$*" in *aggregation.sam.weights*) more+=(--set aggregation.sam.arch=small.json --set aggregation.sam.generator.points_per_side=2) ;; esac
            case "$*" in *adaptation=null*) ;; *drawn/*) more+=(--set adaptation.steps_per_epoch=1 --set adaptation.batch_size=2) ;; *configs/*)
              for setting in epochs=1 steps_per_epoch=1 batch_size=2 views.input_width=64 views.input_height=64 views.crop_width=64 views.crop_height=64; do
                more+=(--set "adaptation.$setting")
              done ;;
            esac ;;
          predict) more+=(--input-size 64x64 --threads 1) ;;
          demo) more+=(--images 2); if [[ "${words[1]}" != data ]]; then more+=(--steps 1); fi ;;
        esac
        exec "{{DotnetHost}}" "{{Path.Combine(AppContext.BaseDirectory, "SeCo.Cli.dll")}}" "${words[@]}" "${more[@]}"
        """;

    // The shell's own "dotnet" is a note-taker, so the real one is named by its path; the tests' own process need not be it.
    private static string DotnetHost => Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet"
        ? own
        : Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);

    private static string YamlOfReadme()
    {
        string text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "README.md"));
        return text.Split("```yaml\n").Skip(1).Select(part => part.Split("```")[0]).First(yaml => yaml.Contains("root: street", StringComparison.Ordinal));
    }

    private static void Write(string path, DrawnScene scene, string images, string labels, string confidence, string truth, string name)
    {
        foreach ((string folder, Action<string> write) in new (string, Action<string>)[]
        {
            (images, p => RgbImageFile.Write(p, scene.Image)),
            (labels, p => LabelPng.Write(p, scene.Prediction)),
            (confidence, p => ConfidencePng.Write(p, scene.Confidence)),
            (truth, p => LabelPng.Write(p, scene.Truth)),
        })
        {
            Directory.CreateDirectory(Path.Combine(path, folder));
            write(Path.Combine(path, folder, name + ".png"));
        }
    }

    private static DrawnScene[] Draw(int count) =>
        [.. new DrawnSceneGenerator(new DrawnSceneOptions { Count = count, Width = 128, Height = 96 }).DrawAll().Take(count)];

    private void WriteProgram(string name, string script)
    {
        File.WriteAllText(_folder["bin/" + name], "#!/usr/bin/env bash\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["bin/" + name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void WriteStreet()
    {
        DrawnScene[] scenes = Draw(3);
        for (int i = 0; i < scenes.Length; i++)
        {
            Write(_folder["street"], scenes[i], "images", "predictions", "confidence", "truth", ((char)('a' + i)).ToString());
        }

        // Masks made elsewhere: the left and the right half of each image.
        Directory.CreateDirectory(_folder["masks"]);
        uint half = (uint)scenes[0].Image.Pixels.Length / 3 / 2;
        string size = $"[{scenes[0].Image.Height}, {scenes[0].Image.Width}]";
        string[] halves = [.. new uint[][] { [0, half, half], [half, half] }.Select(counts => $"{{\"segmentation\": {{\"size\": {size}, \"counts\": "
            + $"[{string.Join(", ", counts)}]}}}}")];
        foreach (string name in (string[])["a", "b", "c"])
        {
            File.WriteAllText(_folder[$"masks/{name}.json"], $"[{string.Join(", ", halves)}]");
        }

        Directory.CreateDirectory(_folder["new"]);
        RgbImageFile.Write(_folder["new/x.jpg"], scenes[0].Image);
        RgbImageFile.Write(_folder["street.png"], scenes[1].Image);
    }

    private void WriteCamVid()
    {
        string[] train = ["0006R0_f00930", "0016E5_00390", "0001TP_006690", "0001TP_006720", "0001TP_007680", "0001TP_008550"];
        string[] val = ["0016E5_07959", "0016E5_07961"];
        DrawnScene[] scenes = Draw(train.Length);
        for (int i = 0; i < train.Length + val.Length; i++)
        {
            string split = i < train.Length ? "train" : "val";
            DrawnScene scene = scenes[i % scenes.Length];
            Write(
                _folder["camvid"],
                scene,
                $"images/{split}",
                $"espnet_cityscapes/argmax/{split}",
                $"espnet_cityscapes/confidence/{split}",
                $"labels/{split}",
                i < train.Length ? train[i] : val[i - train.Length]);
        }

        foreach (string answer in Directory.GetFiles(_folder["camvid/espnet_cityscapes/argmax"], "*.png", SearchOption.AllDirectories))
        {
            string given = answer.Replace("argmax", "top50", StringComparison.Ordinal); // given pixel labels: any will do
            Directory.CreateDirectory(Path.GetDirectoryName(given)!);
            File.Copy(answer, given);
        }
    }

    private void WriteWeights()
    {
        using (EspNet espnet = new(EspNetConfig.Cityscapes, new RandomSource(4)))
        {
            PthWriter.Write(_folder["espnet_p_2_q_8.pth"], espnet.StateDictionary().Select(Source));
        }

        using (EspNetV2 espnet = new(random: new RandomSource(7)))
        {
            PthWriter.Write(_folder["espnetv2_s_2.0_city_1024x512.pth"], espnet.StateDictionary().Select(Source));
        }

        HuggingFaceSegFormer described = HuggingFaceSegFormer.Of(
            new SegFormerConfig { Body = new MixTransformerConfig { Channels = [4, 8, 10, 8], Blocks = [1, 1, 1, 1] }, Embedding = 8 },
            [.. ClassSet.Named("cityscapes19").Classes.Select(c => c.Name)]);
        using (SegmentationNetwork segFormer = SegmentationNetworks.Of(described).Create(random: new RandomSource(6)))
        {
            described.Write(_folder["segformer-b0-cityscapes"], segFormer);
        }

        using MobileNetV2 mobile = new(random: new RandomSource(5));
        foreach (string name in (string[])["mobilenet_v2.safetensors", "mobilenet_v2_imagenet_features.safetensors"])
        {
            SafetensorsWriter.Write(_folder[name], mobile.StateDictionary().Select(Source));
        }

        SmallModel.Write(_folder, null);
        File.WriteAllText(_folder["street.seco.yaml"], $"""
            input: {"{fit: tiles}"}
            class_names: [Sky, Road, Car]
            answer_classes: camvid11
            class_map:
            {string.Join('\n', ClassSet.Named("camvid11").Classes.Select(c => $"  {c.Name}: [{(c.Name is "Sky" or "Road" or "Car" ? c.Name : "")}]"))}
            """);
        SmallSam.WriteArchitecture(_folder["small.json"]);
        SmallSam.WriteWeights(_folder["sam_vit_b.pth"]);
        SamCheckpoint.WriteRandom(
            _folder["sam_hq_vit_b.pth"], SmallSam.Config with { Decoder = SmallSam.Config.Decoder with { HighQuality = true } }, seed: 3);
    }

    private static TensorSource Source(KeyValuePair<string, Tensor> pair) =>
        new(pair.Key, pair.Value.DType, [.. pair.Value.Shape], () => pair.Value.ToBytes());
}
