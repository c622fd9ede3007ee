namespace SeCo.Models.Sam.TinyVit;

/// <summary>Self-attention in windows, with a learned bias for each distance between two cells.</summary>
internal sealed class WindowAttention : Module
{
    private readonly int _heads;
    private readonly int _window;
    private readonly Tensor _biases;
    private readonly LayerNorm _norm;
    private readonly Linear _projectIn;
    private readonly Linear _projectOut;
    private Tensor? _distances;

    public WindowAttention(TinyVitStage stage)
    {
        (_heads, _window) = (stage.Heads, stage.WindowSize);
        _biases = Parameter("attention_biases", Tensor.Zeros([_heads, _window * _window]));
        _norm = Part("norm", new LayerNorm(stage.Channels));
        _projectIn = Part("qkv", new Linear(stage.Channels, 3 * stage.Channels));
        _projectOut = Part("proj", new Linear(stage.Channels, stage.Channels));
    }

    /// <summary>Attends in windows of a map <c>[N, H, W, C]</c>, which gets zeros at the bottom and the right until the windows fit (they take part),
    /// and adds the map.</summary>
    public Tensor Forward(Tensor map) => TensorScope.Run(() =>
    {
        (long images, long height, long width, long channels) = (map.Shape[0], map.Shape[1], map.Shape[2], map.Shape[3]);
        (long rows, long columns) = ((height + _window - 1) / _window, (width + _window - 1) / _window);
        Tensor windows = _norm.Forward(Padded(map, (rows * _window) - height, (columns * _window) - width))
            .Reshape(images, rows, _window, columns, _window, channels)
            .Permute(0, 1, 3, 2, 4, 5); // [N, rows, columns, window, window, C]
        Tensor[] parts = windows.Reshape(-1, _window * _window, channels).FusedLinear(_projectIn.Weight, _projectIn.Bias)
            .Reshape(-1, _window * _window, _heads, 3 * channels / _heads)
            .Transpose(1, 2) // [N · rows · columns, heads, window², 3 C / heads]
            .Chunk(3, 3);
        Tensor attended = parts[0].ScaledDotProductAttention(parts[1], parts[2], Bias().Unsqueeze(0))
            .Reshape(images, rows, columns, _heads, _window, _window, channels / _heads)
            .Permute(0, 1, 4, 2, 5, 3, 6)
            .Reshape(images, rows * _window, columns * _window, channels);
        return attended.Narrow(1, 0, height).Narrow(2, 0, width).Contiguous().FusedLinear(_projectOut.Weight, _projectOut.Bias, addend: map);
    });

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _distances?.Dispose();
        }
    }

    private static Tensor Padded(Tensor map, long below, long right) => below + right > 0 ? map.Pad([0, 0, 0, right, 0, below]) : map;

    /// <summary>What is added to the products of each head: <c>[heads, window², window²]</c>.</summary>
    private Tensor Bias()
    {
        if (_distances is null || _distances.Device != _biases.Device)
        {
            _distances?.Dispose();
            _distances = Tensor.From(Distances(_window)).To(_biases.Device).LeaveScopes();
        }

        int cells = _window * _window;
        return _biases.IndexSelect(1, _distances).Reshape(_heads, cells, cells);
    }

    /// <summary>For each cell of a window and each other, which bias belongs to them: rows apart times the window's side, plus columns apart.</summary>
    private static long[] Distances(int window)
    {
        IEnumerable<int> cells = Enumerable.Range(0, window * window);
        return [.. cells.SelectMany(a => cells.Select(b => (long)(Math.Abs((a / window) - (b / window)) * window) + Math.Abs((a % window) - (b % window))))];
    }
}
