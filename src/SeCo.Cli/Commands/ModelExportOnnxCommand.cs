using SeCo.Onnx.Export;
using SeCo.Prediction;
using SeCo.Prediction.Sidecars;

namespace SeCo.Cli.Commands;

/// <summary><c>seco model export-onnx</c>: a network of SeCo as an ONNX model.</summary>
internal static class ModelExportOnnxCommand
{
    public static Command Create()
    {
        Option<string> weights = CommonOptions.Required(
            "--weights", "The network: a file of seco adapt, a run folder (the best weights of its last round), or the authors' file with --model.",
            "FILE|RUN");
        Option<string?> network = CommonOptions.Optional<string?>("--model", "The network's name, where the weights do not say it.", "NAME");
        Option<string?> classes = CommonOptions.Optional<string?>(
            "--model-classes", "The class set that the weights were trained for; without it, that of the published weights.", "SET");
        Option<string?> size = CommonOptions.Optional<string?>(
            "--input-size", "The size of the images that the model takes; without it, the one that the network was trained at.", "WxH");
        Option<string> output = CommonOptions.Out("The model to write, NAME.onnx; its sidecar NAME.seco.yaml is written beside it.", "FILE");
        return CommonOptions.Command("export-onnx", """
            Write a network of SeCo, an adapted one too, as an ONNX model for other programs. It takes one size of images, and answers logits.

              seco model export-onnx --weights runs/first --out adapted.onnx
              seco model export-onnx --model espnet --weights espnet_p_2_q_8.pth --input-size 1024x512 --out espnet.onnx
            """, [weights, network, classes, size, output], (parsed, _) =>
        {
            string file = parsed.GetRequiredValue(output);
            if (!PredictingModel.IsForeign(file))
            {
                throw new UsageException($"--out {file}: an ONNX model is written; let the name end in .onnx.");
            }

            (int Width, int Height)? given = parsed.GetValue(size) is string text ? PredictCommand.SizeOf(text) : null;
            string? name = parsed.GetValue(network), set = parsed.GetValue(classes);
            ClassSet? own = name is null ? null : ClassSet.Resolve(set ?? UsageException.Read(() => TrainedNetwork.Entry(name), "--model").ClassSet);
            ModelOptions named = new() { Weights = parsed.GetRequiredValue(weights), Network = name, Classes = set };
            using PredictingModel model = UsageException.Read(() => PredictingModel.Open(named, own), "--weights");
            UsageException.Read(() =>
            {
                OnnxExport.Write(model, given is { Width: > 0 } seen ? new Size2d(seen.Height, seen.Width) : null, file);
                return true;
            });
            return parsed.Say($"{file}: {model.Network.Name}, {new FileInfo(file).Length / 1e6:0.0} MB, and {NetworkSidecar.PathOf(file)}.");
        });
    }
}
