using System.Diagnostics.CodeAnalysis;

namespace SeCo.Torch.Checkpoints.Pickling;

/// <summary>A fault found while building an object; the reader adds file and position.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It never leaves the reader, which turns it into a CheckpointException.")]
internal sealed class PickleFaultException(string message) : Exception(message);
