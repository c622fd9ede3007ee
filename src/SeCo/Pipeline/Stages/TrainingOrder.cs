using SeCo.Adaptation;
using SeCo.Adaptation.Distributed;

namespace SeCo.Pipeline.Stages;

/// <summary>What the first of several processes tells the others when a training begins: the round, from 1, and which images are learnt from.</summary>
internal sealed record TrainingOrder(int Round, ImageSplit Split)
{
    /// <summary>Tells the others.</summary>
    public void Give(Ranks ranks) => ranks.Shared(JsonSerializer.Serialize(this, TrainingOrders.Default.TrainingOrder));

    /// <summary>Waits for the next training; null where the first process has done all.</summary>
    public static TrainingOrder? Take(Ranks ranks, CancellationToken cancellationToken) =>
        ranks.Shared(null, cancellationToken) is string order ? JsonSerializer.Deserialize(order, TrainingOrders.Default.TrainingOrder) : null;
}

[JsonSerializable(typeof(TrainingOrder))]
internal sealed partial class TrainingOrders : JsonSerializerContext;
