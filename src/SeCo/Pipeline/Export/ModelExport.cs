using SeCo.Models.SegFormer;
using SeCo.Prediction;
using SeCo.Torch.Nn;

namespace SeCo.Pipeline;

/// <summary>Gives a network with its weights to other programs, with a card that says what it is.</summary>
public static class ModelExport
{
    /// <summary>The card's file.</summary>
    public const string CardFile = "README.md";

    /// <summary>Writes a folder; files of the same names are replaced.</summary>
    /// <param name="weights">What <see cref="PredictingModel.FileOf"/> takes, where its file says of itself what it is: a run folder, a file of
    /// weights, a Hugging Face folder.</param>
    /// <param name="output">The folder; created as needed.</param>
    /// <param name="format">What is written.</param>
    /// <returns>The network's name.</returns>
    /// <exception cref="ArgumentException">The file says nothing of itself, or the network cannot go out in this form.</exception>
    /// <exception cref="IOException">A file is missing, cannot be read, or does not fit the network.</exception>
    public static string Write(string weights, string output, ModelFormat format)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        string file = PredictingModel.FileOf(weights);
        OutputFolder.RequireApart(output, Directory.Exists(weights) ? weights : Path.GetDirectoryName(Path.GetFullPath(file))!);
        if (File.Exists(Path.Combine(output, CardFile)) && !File.Exists(Path.Combine(output, HuggingFaceSegFormer.WeightsFile)))
        {
            throw new IOException($"{output}: holds a {CardFile} without a network, which is somebody's own and would be overwritten. Give another folder.");
        }

        NetworkNotes notes = PredictingModel.NotesOf(file) ?? throw new ArgumentException(
            $"{file}: says nothing of itself. What goes out are weights of seco adapt and Hugging Face folders.", nameof(weights));
        HuggingFaceSegFormer? described = format == ModelFormat.Safetensors ? null : DescriptionOf(notes, file);
        using PredictingModel model = PredictingModel.Open(new ModelOptions { Weights = file }, classes: null);
        SegmentationNetwork network = model.Network.Own;
        if (described is not null)
        {
            described.Write(output, network);
        }
        else
        {
            SafetensorsWriter.Write(Path.Combine(output, HuggingFaceSegFormer.WeightsFile), network.StateDictionary().ToSources(), notes.ToMetadata());
        }

        AtomicFile.WriteAllText(Path.Combine(output, CardFile), ModelCard.Of(file, notes, network, format));
        return notes.Network;
    }

    /// <summary>The description with the size at which the network was trained.</summary>
    private static HuggingFaceSegFormer DescriptionOf(NetworkNotes notes, string file)
    {
        HuggingFaceSegFormer described = notes.Described ?? throw new ArgumentException(
            $"{file}: is of {notes.Network}. A SegFormer that came from a Hugging Face folder goes out as one; others compute otherwise than transformers "
            + "does (other epsilons or layers), so that its answers would differ. Take --format safetensors.");
        NetworkPreprocessing preprocessing = described.Config.Preprocessing with
        {
            InputSize = notes.InputWidth == 0 ? null : new Size2d(notes.InputHeight, notes.InputWidth),
        };
        return HuggingFaceSegFormer.Of(described.Config with { Preprocessing = preprocessing }, described.ClassNames);
    }
}
