using System.Runtime.CompilerServices;

namespace SeCo.Torch.Nn;

/// <summary>Layers one after the other, named <c>0</c>, <c>1</c>, … where they get no other names.</summary>
/// <remarks>Each layer's result is released as soon as the next layer has run (autograd keeps what it needs).</remarks>
public sealed class Sequential : Layer
{
    private readonly Layer[] _layers;

    /// <summary>Creates the sequence, which owns the layers.</summary>
    [OverloadResolutionPriority(1)] // of no layers
    public Sequential(params IEnumerable<Layer> layers)
        : this([.. layers.Select((layer, i) => ($"{i}", layer))])
    {
    }

    /// <summary>Creates the sequence of layers under names of the caller's.</summary>
    public Sequential(params (string Name, Layer Layer)[] layers) => _layers = [.. layers.Select(layer => Part(layer.Name, layer.Layer))];

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        Tensor current = input;
        for (int i = 0; i < _layers.Length; i++)
        {
            Tensor next;
            if (_layers[i] is Conv2d convolution && _layers.ElementAtOrDefault(i + 1) is BatchNorm2d norm)
            {
                next = convolution.Forward(current, norm);
                i++;
                if (NormFolding.IsOpen && _layers.ElementAtOrDefault(i + 1) is Activation { InPlace: { } inPlace })
                {
                    inPlace(next); // which nobody else has seen
                    i++;
                }
            }
            else
            {
                next = _layers[i].Forward(current);
            }

            if (!ReferenceEquals(current, input) && !ReferenceEquals(next, current))
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }
}
