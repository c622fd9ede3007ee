namespace SeCo.Onnx.Inspection;

/// <summary>What the file of an ONNX model declares, and a sidecar for it.</summary>
public sealed record OnnxInspection
{
    /// <summary>What the file declares: what, and its value.</summary>
    public required IReadOnlyList<(string What, string Value)> Declared { get; init; }

    /// <summary>The sidecar that fits the file.</summary>
    public required SidecarProposal Proposal { get; init; }

    /// <summary>Looks at a file, which is not trusted.</summary>
    /// <param name="file">The file.</param>
    /// <param name="told">Told each thing that the file declares, also where it cannot be used then.</param>
    /// <exception cref="CheckpointException">It is malformed, or no network that segments images.</exception>
    /// <exception cref="DllNotFoundException">ONNX Runtime is missing.</exception>
    public static OnnxInspection Of(string file, Action<string, string>? told = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        using OnnxModel model = OnnxModel.Open(file);
        (string What, string Value)[] declared =
        [
            ("format", $"{model.File.IrVersion}, operators of {model.File.Opsets}"),
            ("written by", model.File.Producer.Length == 0 ? "not said" : model.File.Producer),
            .. model.Inputs.Select(i => ("input", i.ToString())),
            .. model.Outputs.Select(o => ("output", o.ToString())),
            .. model.File.ExternalFiles.Select(f => ("weights in", Path.GetFileName(f))),
        ];
        foreach ((string what, string value) in declared)
        {
            told?.Invoke(what, value);
        }

        model.RequireSegmentation();
        return new OnnxInspection { Declared = declared, Proposal = SidecarProposal.For(model) };
    }
}
