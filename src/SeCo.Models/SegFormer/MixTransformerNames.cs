namespace SeCo.Models.SegFormer;

/// <summary>Whose code a Mix Transformer is called and computed as: the same network, with other names and other epsilons of its norms.</summary>
public enum MixTransformerNames
{
    /// <summary>NVlabs': <c>block1.0.attn.kv</c>, with keys and values in one piece; epsilon 1e-6 in blocks and after stages. Default.</summary>
    NVlabs,

    /// <summary>Hugging Face's: <c>block.0.0.attention.self.key</c>; epsilon 1e-5 everywhere, whatever <c>layer_norm_eps</c> says.</summary>
    HuggingFace,
}
