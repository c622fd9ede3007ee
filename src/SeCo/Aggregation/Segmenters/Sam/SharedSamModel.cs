using Microsoft.Extensions.Logging;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;

namespace SeCo.Aggregation.Segmenters.Sam;

/// <summary>One loaded model for any number of <see cref="SamSegmenter"/>s and threads: loaded for the first that needs it, released with the last.</summary>
/// <remarks>The model works for one thread at a time, with all processors or a GPU to itself; the others wait, or do what needs no model.</remarks>
/// <param name="file">Where the model comes from.</param>
/// <param name="log">Told when it is loaded.</param>
internal sealed class SharedSamModel(SamModelFile file, ILogger log)
{
    private readonly Lock _lock = new();
    private SamModel? _model;
    private int _users;

    /// <summary>Does something with the model, alone.</summary>
    public T Use<T>(Func<SamModel, T> work)
    {
        lock (_lock)
        {
            return work(_model ??= Load());
        }
    }

    /// <summary>One user more.</summary>
    public void Enter()
    {
        lock (_lock)
        {
            _users++;
        }
    }

    /// <summary>One user less; after the last one, the model is released.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_users == 0)
            {
                _model?.Dispose();
                _model = null;
            }
        }
    }

    private SamModel Load()
    {
        SamModel model = file.Load();
        log.LogInformation("sam: loaded {Arch} from {Weights}, {Precision} on {Device}", model.Config.Name, file.Weights, model.Precision, file.Device);
        return model;
    }
}
