using SeCo.Prediction.Sidecars;

namespace SeCo.Prediction;

/// <summary>Runs networks that other programs have written to files, with a <see cref="NetworkSidecar"/> beside them. The package SeCo.Onnx has one for
/// <c>.onnx</c> files; a program hands it to <see cref="PredictingModel.Open"/> or to a run.</summary>
public interface INetworkEngine
{
    /// <summary>All files that a network is read from, itself first.</summary>
    /// <param name="file">The network's file.</param>
    /// <exception cref="IOException">It cannot be read, is malformed, or names files outside its folder.</exception>
    IReadOnlyList<string> FilesOf(string file);

    /// <summary>Opens a network.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="sidecar">What the file does not say.</param>
    /// <param name="classes">The classes of its outputs, in their order; outputs beyond them stand for none.</param>
    /// <exception cref="IOException">The file is missing, malformed, or no network that can predict.</exception>
    /// <exception cref="ConfigurationException">What the sidecar says contradicts the file: all faults together.</exception>
    ISegmentationNetwork Open(string file, NetworkSidecar sidecar, ClassSet classes);

    /// <summary>Opens a network to look at one of its outputs.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="sidecar">What the file does not say of its input, and the order of the output's axes.</param>
    /// <param name="output">The output; null for the one that the sidecar names, else the only one.</param>
    /// <exception cref="IOException">The file is missing, malformed, or does not make a map of an image.</exception>
    /// <exception cref="ConfigurationException">What the sidecar says contradicts the file, or there is no such output: all faults together.</exception>
    IForeignFeatures OpenFeatures(string file, NetworkSidecar sidecar, string? output);
}
