using SeCo.Onnx.Export;
using SeCo.Prediction;
using SeCo.Prediction.Sidecars;

namespace SeCo.Cli.Commands;

/// <summary><c>seco model export</c>: a network with its weights for other programs.</summary>
internal static class ModelExportCommand
{
    // ONNX is written by a library of its own.
    private static readonly (string Word, ModelFormat? Format)[] Formats =
        [("safetensors", ModelFormat.Safetensors), ("huggingface", ModelFormat.HuggingFace), ("onnx", null)];

    private static readonly Option<string?> Network = CommonOptions.Optional<string?>(
        "--model", "onnx: the network's name, where the weights do not say it.", "NAME");

    private static readonly Option<string?> Classes = CommonOptions.Optional<string?>(
        "--model-classes", "onnx: the class set that the weights were trained for; without it, that of the published weights.", "SET");

    private static readonly Option<string?> Size = CommonOptions.Optional<string?>(
        "--input-size", "onnx: the size of the images that the model takes; without it, the one that the network was trained at.", "WxH");

    public static Command Create()
    {
        Argument<string> model = CommonOptions.Argument(
            "model",
            "A run folder (the best weights of its last round), a file of seco adapt, or a Hugging Face folder; onnx: with --model, the authors' file.");
        Option<string> format = CommonOptions.WithDefault("--format", "safetensors", $"{CommonOptions.Words(Formats)}.", "FORMAT");
        Option<string> output = CommonOptions.Out("The folder to write; onnx: the model, NAME.onnx.");
        return CommonOptions.Command("export", """
            Give a network with its weights to other programs, with a model card (README.md): data, classes, input, figures.

              safetensors    model.safetensors under the network's own names, which seco predict --weights takes as it is
              huggingface    the folder that transformers loads, of a SegFormer that came from such a folder
              onnx           one file, NAME.onnx, with its sidecar NAME.seco.yaml in the place of a card; it takes one size of images, and answers logits

              seco model export runs/first --out shared/model
              seco predict --weights shared/model/model.safetensors --images new --out answers/new
              seco model export runs/first --format onnx --out adapted.onnx
              seco model export espnet_p_2_q_8.pth --model espnet --format onnx --input-size 1024x512 --out espnet.onnx
            """, [model, format, output, Network, Classes, Size], (parsed, _) =>
        {
            string given = parsed.GetRequiredValue(model), path = parsed.GetRequiredValue(output);
            if (CommonOptions.OneOf("--format", parsed.GetRequiredValue(format), Formats) is not { } wanted)
            {
                return parsed.Say(WriteOnnx(parsed, given, path));
            }

            if (new[] { Network, Classes, Size }.FirstOrDefault(option => parsed.GetValue(option) is not null) is { } alien)
            {
                throw new UsageException($"{alien.Name} goes with --format onnx alone; leave it out. Other forms take what the weights say of themselves.");
            }

            return parsed.Say($"{UsageException.Read(() => ModelExport.Write(given, path, wanted), "model")}: {path}");
        });
    }

    private static string WriteOnnx(ParseResult parsed, string weights, string file)
    {
        if (!PredictingModel.IsForeign(file))
        {
            throw new UsageException($"--out {file}: an ONNX model is written; let the name end in .onnx.");
        }

        (int Width, int Height)? given = parsed.GetValue(Size) is string text ? PredictCommand.SizeOf(text) : null;
        string? name = parsed.GetValue(Network), set = parsed.GetValue(Classes);
        ClassSet? own = name is null ? null : ClassSet.Resolve(set ?? UsageException.Read(() => TrainedNetwork.Entry(name), "--model").ClassSet);
        ModelOptions named = new() { Weights = weights, Network = name, Classes = set };
        using PredictingModel model = UsageException.Read(() => PredictingModel.Open(named, own), "model");
        UsageException.Read(() =>
        {
            OnnxExport.Write(model, given is { Width: > 0 } seen ? new Size2d(seen.Height, seen.Width) : null, file);
            return true;
        });
        return $"{file}: {model.Network.Name}, {new FileInfo(file).Length / 1e6:0.0} MB, and {NetworkSidecar.PathOf(file)}.";
    }
}
