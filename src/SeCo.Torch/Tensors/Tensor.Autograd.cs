namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>True where autograd records what is done with the tensor. To be set on parameters, before they are used.</summary>
    /// <exception cref="TorchException">Set on a tensor that is a result of recorded operators, or whose elements are not floating-point numbers.</exception>
    public bool RequiresGrad
    {
        get => Gradients.AreRequired(this);
        set
        {
            if (value && !DType.IsFloatingPoint())
            {
                throw new TorchException($"Only tensors of floating-point numbers can carry gradients; found {this}.");
            }

            Operator.ThrowIfFailed(NativeMethods.torch_set_requires_grad(Handle, value), "requires_grad", this);
        }
    }

    /// <summary>The gradient that <see cref="Backward"/> accumulated here; null before, or after <see cref="ClearGrad"/>. Each read makes a new tensor over
    /// the same memory, which belongs to the open scope or the caller.</summary>
    public Tensor? Grad => Gradients.Of(this);

    /// <summary>Forgets the gradient.</summary>
    public void ClearGrad() => Gradients.Clear(this);

    /// <summary>Adds the gradient of this tensor with respect to each input to that input's <see cref="Grad"/>.</summary>
    /// <param name="inputs">The tensors that need gradients; all recorded leaves where none are named.</param>
    /// <param name="gradient">The gradient of the final quantity with respect to this tensor, of its shape;
    /// may be missing where this is a single value.</param>
    /// <param name="retainGraph">Keeps what was recorded, for another backward pass.</param>
    /// <exception cref="TorchException">This tensor is not a single value and no gradient was given, or nothing was recorded.</exception>
    public void Backward(IReadOnlyList<Tensor>? inputs = null, Tensor? gradient = null, bool retainGraph = false)
    {
        if (gradient is null && ElementCount != 1)
        {
            throw new TorchException($"Backward() starts from a single value, such as a mean loss, or is given the gradient of {this}.");
        }

        if (!RequiresGrad)
        {
            throw new TorchException($"{this} was not recorded by autograd: no input requires a gradient, or GradMode was disabled.");
        }

        Operator.Call("aten::_backward"u8).Tensor(this).Tensors(inputs ?? []).TensorOrNone(gradient)
            .BoolOrNone(retainGraph).Bool(false).ReturnNothing();
    }

    /// <summary>The same values, cut off from what autograd recorded. Shares memory.</summary>
    public Tensor Detach() => Operator.Call("aten::detach"u8).Tensor(this).Return();
}
