namespace SeCo.Pipeline;

/// <summary>How a network with its weights goes out.</summary>
public enum ModelFormat
{
    /// <summary>One safetensors file under the network's own names, which says of itself what it is, and a model card. Default.</summary>
    Safetensors,

    /// <summary>A folder that the library transformers loads, of a SegFormer that came from such a folder, and a model card.</summary>
    HuggingFace,
}
