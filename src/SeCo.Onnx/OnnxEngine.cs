using SeCo.Onnx.Format;

namespace SeCo.Onnx;

/// <summary>Runs <c>.onnx</c> files with ONNX Runtime, on the processor.</summary>
/// <remarks>The program needs the package Microsoft.ML.OnnxRuntime too, or names the library's folder in <c>SECO_ONNXRUNTIME</c>. Nothing of it is loaded
/// before a file is opened.</remarks>
/// <example>
/// <code>
/// ModelOptions street = new() { Weights = "street.onnx" };
/// using PredictingModel model = PredictingModel.Open(street, ClassSet.Named("camvid11"), engine: new OnnxEngine());
/// await model.Prediction().RunAsync(ImageEntry.Find("images"), "predictions");
/// </code>
/// </example>
public sealed class OnnxEngine : INetworkEngine
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string file) => [file, .. OnnxFile.Read(file).ExternalFiles];

    /// <inheritdoc/>
    /// <exception cref="DllNotFoundException">ONNX Runtime is missing; the message says which package to add.</exception>
    public ISegmentationNetwork Open(string file, NetworkSidecar sidecar, ClassSet classes)
    {
        ArgumentNullException.ThrowIfNull(sidecar);
        ArgumentNullException.ThrowIfNull(classes);
        return Opened(file, model =>
        {
            model.RequireSegmentation();
            return new OnnxNetwork(model, sidecar, classes);
        });
    }

    /// <inheritdoc/>
    /// <exception cref="DllNotFoundException">ONNX Runtime is missing; the message says which package to add.</exception>
    public IForeignFeatures OpenFeatures(string file, NetworkSidecar sidecar, string? output)
    {
        ArgumentNullException.ThrowIfNull(sidecar);
        return Opened(file, model => new OnnxFeatures(model, sidecar, output));
    }

    private static T Opened<T>(string file, Func<OnnxModel, T> open)
    {
        OnnxModel model = OnnxModel.Open(file);
        try
        {
            return open(model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
