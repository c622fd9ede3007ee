namespace SeCo.Prediction;

/// <summary>A network with its weights.</summary>
public sealed record ModelOptions
{
    /// <summary>The network, a name of docs/networks.md. Null: what the file of weights says of itself, where SeCo wrote it.</summary>
    public string? Network { get; init; }

    /// <summary>
    /// The weights: a file of the network's authors (<c>.pth</c>, safetensors) or of SeCo, a run folder with an adapted model, or a Hugging Face folder
    /// of a SegFormer. Null for none.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>The class set that the weights were trained for, a name or a file. Null: what the file says, else that of the published weights.</summary>
    public string? Classes { get; init; }

    /// <summary>A YAML file in which each wanted class names the model's classes that mean it. Null: as the class sets say it, or by equal names.</summary>
    public string? ClassMap { get; init; }

    /// <summary>Whether the averaged network is meant, where the file holds a student and a teacher.</summary>
    public bool Teacher { get; init; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">There is no network of the name.</exception>
    public void Validate()
    {
        if (Network is not null)
        {
            try
            {
                TrainedNetwork.Entry(Network);
            }
            catch (ArgumentException fault)
            {
                throw new ArgumentException($"model.network: {fault.Message}", fault);
            }
        }
    }
}
