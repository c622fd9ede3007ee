namespace SeCo.Cli.Commands;

/// <summary><c>seco model export</c>: a network with its weights for other programs.</summary>
internal static class ModelExportCommand
{
    private static readonly (string Word, ModelFormat Format)[] Formats =
        [("safetensors", ModelFormat.Safetensors), ("huggingface", ModelFormat.HuggingFace)];

    public static Command Create()
    {
        Argument<string> model = CommonOptions.Argument("model", "A run folder, a file of seco adapt, or a Hugging Face folder.");
        Option<string> format = CommonOptions.WithDefault("--format", "safetensors", $"{CommonOptions.Words(Formats)}.", "FORMAT");
        Option<string> output = CommonOptions.Out("The folder to write.");
        return CommonOptions.Command("export", """
            Give a network with its weights to other programs, with a model card (README.md): data, classes, input, figures.

              safetensors    model.safetensors under the network's own names, which seco predict --weights takes as it is
              huggingface    the folder that transformers loads, of a SegFormer that came from such a folder

              seco model export runs/first --out shared/model
              seco predict --weights shared/model/model.safetensors --images new --out answers/new
            """, [model, format, output], (parsed, _) =>
        {
            string folder = parsed.GetRequiredValue(output);
            ModelFormat wanted = CommonOptions.OneOf("--format", parsed.GetRequiredValue(format), Formats);
            string name = UsageException.Read(() => ModelExport.Write(parsed.GetRequiredValue(model), folder, wanted), "model");
            return parsed.Say($"{name}: {folder}");
        });
    }
}
