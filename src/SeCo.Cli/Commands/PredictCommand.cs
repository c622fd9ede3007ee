using SeCo.Models;
using SeCo.Onnx;
using SeCo.Prediction;
using static SeCo.Cli.CommonOptions;

namespace SeCo.Cli.Commands;

/// <summary><c>seco predict</c>: what a network answers on images.</summary>
internal static class PredictCommand
{
    private static readonly Option<string?> Model = Optional<string?>(
        "--model",
        "The network: espnet, deeplabv3plus-resnet101, segformer-b5, …; a wrong name lists all. Not needed for weights of seco adapt, which say it "
            + "themselves. Or a network that says itself what it is, weights and all: the folder of a Hugging Face SegFormer, or an .onnx file with its "
            + "sidecar (seco model inspect).",
        "NAME|DIR|FILE");

    private static readonly Option<string?> Weights = Optional<string?>(
        "--weights",
        "Its weights, where --model is a name: the authors' .pth files or safetensors with their names; a file of seco adapt; or a run folder, for the best "
            + "of its last round, else the last.",
        "FILE|RUN");

    private static readonly Option<bool> Teacher = Flag("--teacher", "Take the averaged network (ema_model) where the file holds a student and a teacher.");

    private static readonly Option<string> Images = Required("--images", "A folder: all images below it; or one image.", "DIR|FILE");

    private static readonly Option<string?> AnswerClasses = Optional<string?>(
        "--classes",
        "The class set to answer in: a name such as cityscapes19 or camvid11, or a YAML file. Without it, the one that weights of seco adapt were trained to "
            + "answer in.",
        "SET");

    private static readonly Option<string?> ModelClasses = Optional<string?>(
        "--model-classes", "The class set that the weights were trained for; without it, that of the published weights.", "SET");

    private static readonly Option<string?> ClassMap = Optional<string?>(
        "--class-map",
        "Which classes of the model make up each wanted class, where neither their names nor the class set say it: a YAML file with lines such as "
            + "Car: [car, truck, bus].",
        "FILE");

    private static readonly Option<string> Folder = Out(
        "Folder for labels/, confidence/ and probabilities/, named like the images. Stopped or killed, the same command goes on where it was.");

    private static readonly Option<string?> InputSize = Optional<string?>(
        "--input-size", "The size that images are brought to first, or own for theirs; without it, as the network's authors do.", "WxH|own");

    private static readonly Option<string?> Window = Optional<string?>(
        "--window",
        "Side of the windows through which the image is seen, or whole; without it, as the network's authors do. Answers are averaged where windows overlap.",
        "PIXELS|whole");

    private static readonly Option<int?> Stride = Optional<int?>(
        "--stride", "Pixels from one window to the next; without it, two thirds of --window.", "PIXELS");

    private static readonly Option<bool> Flip = Flag("--flip", "Also look at the mirrored image, and average: a little better, twice as long.");

    private static readonly Option<string> Scales =
        WithDefault("--scales", "1", "Look at the image at several scales, and average, as in 0.75,1,1.25.", "N,N…");

    private static readonly Option<string> Probabilities = WithDefault(
        "--probabilities",
        "none",
        "Also write the probability of every class, [K, H, W]: large, but class_balanced_ratio needs it. bytes is enough for thresholds.",
        "none|bytes|half|full");

    private static readonly Option<int> Tile = WithDefault(
        "--tile",
        0,
        "Read and label images by tiles of this side, never as a whole, with an eighth of it as margin; labels are tiled TIFFs with the place on earth, "
            + "nothing else is written. Without it, only images of more than 268 million pixels, by tiles of 512.",
        "PIXELS");

    public static Command Create() => CommonOptions.Command("predict", """
        Let a network answer images: labels (PNG with the class set's colours), 16-bit confidences and, where wanted, all probabilities.

        Images are prepared as the network's authors do. Where the model's classes are finer than the wanted ones, their probabilities are summed.
        The output can be measured as it is, and is what pseudo-labels are made from:

          seco predict --model espnet --weights espnet_p_2_q_8.pth --images camvid/images/val --classes camvid11 --out answers/val
          seco evaluate --predictions answers/val/labels --truth camvid/labels/val --classes camvid11
          seco predict --weights runs/first --images camvid/images/val --out answers/adapted
          seco predict --model segformer-b0-cityscapes --images camvid/images/val --classes camvid11 --out answers/segformer
          seco predict --model street.onnx --images new --out answers/street
          seco run my.yaml --set dataset.predictions.labels=answers/val/labels --set dataset.predictions.confidence=answers/val/confidence --out runs/first
        """,
    [
        Model, Weights, Images, AnswerClasses, Folder, ModelClasses, ClassMap, Teacher, InputSize, Window, Stride, Flip, Scales, Probabilities, Tile,
        CommonOptions.Shard, CommonOptions.Merge, CommonOptions.Device, Threads, Json,
    ], Run);

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        PredictionOptions options = UsageException.Check(OptionsOf(parsed), o => o.Validate());
        (string? network, string? weights) = (parsed.GetValue(Model), parsed.GetValue(Weights));
        (network, weights) = weights is null && network is not null && (PredictingModel.IsForeign(network) || Path.Exists(network))
            ? (null, network) : (network, weights);
        ModelOptions named = new()
        {
            Network = network,
            Weights = weights ?? throw new UsageException(
                "--weights is missing: name the file of the network's weights, or a folder or an .onnx file as --model."),
            Classes = parsed.GetValue(ModelClasses),
            ClassMap = parsed.GetValue(ClassMap),
            Teacher = parsed.GetValue(Teacher),
        };
        if (named.Network is not null)
        {
            UsageException.Read(() => TrainedNetwork.Entry(named.Network), "--model");
        }

        ClassSet? classes = parsed.GetValue(AnswerClasses) is string set ? ClassSet.Resolve(set) : null;
        StageShare share = parsed.Share();
        Device device = DeviceOf(parsed);
        string output = parsed.GetRequiredValue(Folder);
        IReadOnlyList<ImageEntry> images = parsed.ReadImages(parsed.GetRequiredValue(Images), output);
        TorchRuntime.SetThreads(ThreadsOf(parsed));
        using PredictingModel model = UsageException.Read(() => PredictingModel.Open(named, classes, device, new OnnxEngine()), "--weights");
        parsed.Mind(model.Caution);
        if (share.Merge is not null)
        {
            model.Prediction(options).Merge(images, output);
            return parsed.Say($"{images.Count} images: {output}", $$"""{"images": {{images.Count}}, "kept": {{images.Count}}}""");
        }

        PredictionSummary summary = await parsed.Watch(
            progress => model.Prediction(options).RunShardAsync(images, output, share.Shard, progress, cancellationToken));
        parsed.Mind(summary.Damage);
        return parsed.Say(
            $"{summary.Images} images{(summary.Kept > 0 ? $" ({summary.Kept} were finished before)" : string.Empty)}: {output}"
                + (summary.ByParts > 0 ? $"\n{summary.ByParts} of them by tiles: their labels are TIFFs, without confidences." : string.Empty),
            $$"""{"images": {{summary.Images}}, "kept": {{summary.Kept}}}""");
    }

    private static PredictionOptions OptionsOf(ParseResult parsed)
    {
        (int Width, int Height)? size = parsed.GetValue(InputSize) is string text ? SizeOf(text) : null;
        return new PredictionOptions
        {
            InputWidth = size?.Width,
            InputHeight = size?.Height,
            Window = parsed.GetValue(Window) is string window ? WindowOf(window) : null,
            WindowStride = parsed.GetValue(Stride),
            Flip = parsed.GetValue(Flip),
            Scales = ScalesOf(parsed.GetRequiredValue(Scales)),
            Probabilities = OneOf(
                "--probabilities", parsed.GetRequiredValue(Probabilities), ("none", ProbabilityOutput.None), ("bytes", ProbabilityOutput.Bytes),
                ("half", ProbabilityOutput.HalfPrecision), ("full", ProbabilityOutput.FullPrecision)),
            Tile = parsed.GetValue(Tile),
        };
    }

    internal static (int Width, int Height) SizeOf(string text)
    {
        string[] sides = text.Split('x');
        return text == "own" ? (0, 0)
            : sides.Length == 2 && IsSide(sides[0], out int width) && IsSide(sides[1], out int height) ? (width, height)
            : throw new UsageException($"--input-size {text}: expected columns and rows, as in 1024x512, or own.");
    }

    private static int WindowOf(string text) =>
        text == "whole"
            ? 0
            : IsSide(text, out int side) ? side : throw new UsageException($"--window {text}: expected a number of pixels, as in 769, or whole.");

    private static bool IsSide(string text, out int side) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side > 0;

    private static double[] ScalesOf(string text) =>
    [
        .. text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double scale)
            ? scale
            : throw new UsageException($"--scales {text}: expected numbers, as in 0.75,1,1.25.")),
    ];
}
