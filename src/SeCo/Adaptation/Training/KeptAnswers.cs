using SeCo.Prediction;

namespace SeCo.Adaptation.Training;

/// <summary>Keeps what the network of the last epoch says of validation images, as the files that a prediction with its weights writes: nobody has to ask it
/// again.</summary>
internal sealed class KeptAnswers(string folder, PredictionOptions options, ClassMapping mapping)
{
    private readonly PredictionFiles _files = new(folder, mapping.To, options.Probabilities);
    private readonly List<TrainingImage> _images = [];

    private string List => Path.Combine(folder, NetworkPrediction.FinishedFile);

    /// <summary>Begins anew. Until the end, no image counts as finished.</summary>
    public void Begin()
    {
        NetworkPrediction.Remove(folder);
        new FinishedImages(List, "-").Dispose(); // says whose files these are
        _images.Clear();
    }

    /// <summary>Writes the files of an image, of which the network says <c>[1, K, H, W]</c>, on the CPU.</summary>
    public void Add(TrainingImage image, Tensor probabilities)
    {
        _files.Write(image.Name, probabilities);
        _images.Add(image);
    }

    /// <summary>Names the weights that the answers are of.</summary>
    public void Finish(SegmentationNetworkEntry network, string weights)
    {
        string fingerprint = TrainedNetwork.FingerprintOf(network, weights, CheckpointRole.Student);
        using FinishedImages finished = new(List, NetworkPrediction.Settings(fingerprint, options, mapping));
        foreach (TrainingImage image in _images)
        {
            finished.Add(image.Name, Fingerprint.OfFile(image.ImagePath), 1, _files.Of(image.Name));
        }
    }
}
