using SeCo.Onnx.Inspection;
using SeCo.Prediction;
using SeCo.Prediction.Sidecars;

namespace SeCo.Cli.Commands;

/// <summary><c>seco model inspect</c>: what a file declares, and the sidecar that it needs.</summary>
internal static class ModelInspectCommand
{
    public static Command Create()
    {
        Argument<string> file = CommonOptions.Argument("file", "The model, an .onnx file.", "FILE");
        Option<bool> write = CommonOptions.Flag("--write", "Write the proposed sidecar beside the model, as NAME.seco.yaml; one that is there is kept.");
        return CommonOptions.Command("inspect", """
            Print what an ONNX model declares, and propose the sidecar that says the rest: colours, range, the meaning of its numbers, classes.

              seco model inspect street.onnx
              seco model inspect street.onnx --write
              seco predict --model street.onnx --images new --out answers/street
            """, [file, write], (parsed, _) =>
        {
            string path = parsed.GetValue(file)!, sidecar = NetworkSidecar.PathOf(path);
            if (!File.Exists(path) || !PredictingModel.IsForeign(path))
            {
                throw new UsageException($"{path}: {(File.Exists(path) ? "is no .onnx file" : "there is no such file")}. Name an ONNX model.");
            }

            if (parsed.GetValue(write) && File.Exists(sidecar))
            {
                throw new UsageException($"{sidecar} is there already, and is not overwritten. Remove or rename it first.");
            }

            SidecarProposal proposal = OnnxInspection.Of(path, (what, value) => parsed.Output.WriteLine($"{what,-12}{value}")).Proposal;
            if (parsed.GetValue(write))
            {
                AtomicFile.WriteAllText(sidecar, proposal.ToYaml());
                parsed.Output.WriteLine($"{Environment.NewLine}Written: {sidecar}");
                ShowOpen("Assumed:", proposal.Assumed);
                ShowOpen("Please check:", proposal.Asked);
            }
            else
            {
                parsed.Output.Write($"{Environment.NewLine}{sidecar} could be:{Environment.NewLine}{Environment.NewLine}{proposal.ToYaml()}");
            }

            return ExitCode.Done;

            void ShowOpen(string title, IReadOnlyList<string> sentences)
            {
                parsed.Output.WriteLine(title);
                sentences.ToList().ForEach(sentence => parsed.Output.WriteLine($"  {sentence}"));
            }
        });
    }
}
