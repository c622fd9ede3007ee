namespace SeCo.Models.SegFormer;

/// <summary>What makes classes of the four maps of a Mix Transformer.</summary>
public enum SegFormerHead
{
    /// <summary>One linear layer for each map, joined coarse maps first: NVlabs' SegFormer, whose published files it reads. Default.</summary>
    Original,

    /// <summary>The same joined fine maps first, under other names: MIC's and DAFormer's version of SegFormer.</summary>
    FineFirst,

    /// <summary><see cref="Original"/> under Hugging Face's names, its layers counted from 0.</summary>
    HuggingFace,

    /// <summary>Context from dilated separable convolutions: DAFormer's.</summary>
    DaFormer,
}
